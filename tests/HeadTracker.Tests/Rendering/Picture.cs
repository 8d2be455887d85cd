using System.Numerics;
using HeadTracker.Rendering;

namespace HeadTracker.Tests.Rendering;

/// <summary>A drawn picture, asked what is where. Pixel (0, 0) spans 0 to 1.</summary>
internal sealed class Picture(byte[] bgr, int width, int height)
{
    public int Width => width;

    public int Height => height;

    public (int Red, int Green, int Blue) At(int x, int y)
    {
        var start = (y * width + x) * 3;
        return (bgr[start + 2], bgr[start + 1], bgr[start]);
    }

    /// <summary>Whether the pixel is of the axis's colour, however lit: its channel stands well above both others.</summary>
    public bool Shows(PoseAxis axis, int x, int y)
    {
        if ((uint)x >= (uint)width || (uint)y >= (uint)height) return false;
        var (red, green, blue) = At(x, y);
        var (own, others) = axis switch
        {
            PoseAxis.X => (red, Math.Max(green, blue)),
            PoseAxis.Y => (green, Math.Max(red, blue)),
            _ => (blue, Math.Max(red, green)),
        };
        return own > others + 40;
    }

    /// <summary>Whether a pixel within a distance is of the axis's colour.</summary>
    public bool ShowsNear(PoseAxis axis, Vector2 place, int distance)
    {
        for (var y = (int)place.Y - distance; y <= (int)place.Y + distance; y++)
        {
            for (var x = (int)place.X - distance; x <= (int)place.X + distance; x++)
            {
                if (Shows(axis, x, y)) return true;
            }
        }

        return false;
    }

    /// <summary>How far the axis's colour reaches from a point along a direction, in pixels.</summary>
    public float Reach(PoseAxis axis, Vector2 from, Vector2 direction, float corridor)
    {
        var reach = 0f;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                if (!Shows(axis, x, y)) continue;
                var offset = new Vector2(x + 0.5f, y + 0.5f) - from;
                if (MathF.Abs(offset.X * direction.Y - offset.Y * direction.X) <= corridor) reach = MathF.Max(reach, Vector2.Dot(offset, direction));
            }
        }

        return reach;
    }

    /// <summary>Pixels in a rectangle that a condition holds for.</summary>
    public int Count(int x, int y, int w, int h, Func<(int Red, int Green, int Blue), bool> condition)
    {
        var count = 0;
        for (var row = y; row < y + h; row++)
        {
            for (var column = x; column < x + w; column++)
            {
                if (condition(At(column, row))) count++;
            }
        }

        return count;
    }
}
