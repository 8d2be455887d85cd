using System.Numerics;

namespace HeadTracker.Training.Labelling.Profiles;

/// <summary>Fills triangles into a depth buffer, nearest (largest z) first.</summary>
internal sealed class TriangleRaster(int width, int height)
{
    /// <summary>Depth per pixel; negative infinity where nothing was drawn.</summary>
    public float[] Depth { get; } = NewDepth(width * height);

    /// <summary>Barycentric weights of the triangle seen at a pixel, and its number; -1 where there is none.</summary>
    public (int Triangle, float B, float C)[] Seen { get; } = NewSeen(width * height);

    /// <summary>Draws a triangle given in pixels (x right, y down) with z towards the viewer.</summary>
    public void Draw(int number, Vector3 a, Vector3 b, Vector3 c)
    {
        var area = (b.X - a.X) * (c.Y - a.Y) - (c.X - a.X) * (b.Y - a.Y);
        if (MathF.Abs(area) < 1e-6f) return;
        var left = Math.Max(0, (int)MathF.Ceiling(MathF.Min(a.X, MathF.Min(b.X, c.X))));
        var right = Math.Min(width - 1, (int)MathF.Floor(MathF.Max(a.X, MathF.Max(b.X, c.X))));
        var top = Math.Max(0, (int)MathF.Ceiling(MathF.Min(a.Y, MathF.Min(b.Y, c.Y))));
        var bottom = Math.Min(height - 1, (int)MathF.Floor(MathF.Max(a.Y, MathF.Max(b.Y, c.Y))));
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                var wb = ((x - a.X) * (c.Y - a.Y) - (c.X - a.X) * (y - a.Y)) / area;
                var wc = ((b.X - a.X) * (y - a.Y) - (x - a.X) * (b.Y - a.Y)) / area;
                if (wb < -1e-4f || wc < -1e-4f || wb + wc > 1.0001f) continue;
                var z = a.Z + wb * (b.Z - a.Z) + wc * (c.Z - a.Z);
                var at = y * width + x;
                if (z <= Depth[at]) continue;
                Depth[at] = z;
                Seen[at] = (number, wb, wc);
            }
        }
    }

    private static float[] NewDepth(int length)
    {
        var depth = new float[length];
        depth.AsSpan().Fill(float.NegativeInfinity);
        return depth;
    }

    private static (int, float, float)[] NewSeen(int length)
    {
        var seen = new (int, float, float)[length];
        seen.AsSpan().Fill((-1, 0, 0));
        return seen;
    }
}
