using System.Numerics;
using HeadTracker.Rendering.Typography;

namespace HeadTracker.Rendering;

/// <summary>Anti-aliased drawing on a BGR picture that someone else owns. Positions are in pixels, (0, 0) is the picture's corner.</summary>
internal readonly unsafe ref struct PixelCanvas(byte* pixels, long stride, int width, int height)
{
    public int Width => width;

    public int Height => height;

    /// <summary>Mixes a colour into one pixel; outside the picture nothing happens.</summary>
    public void Blend(int x, int y, Vector4 color, float coverage)
    {
        if ((uint)x >= (uint)width || (uint)y >= (uint)height) return;
        var alpha = color.W * coverage;
        if (alpha <= 0) return;
        var p = pixels + y * stride + x * 3;
        p[0] = Mix(p[0], color.Z, alpha);
        p[1] = Mix(p[1], color.Y, alpha);
        p[2] = Mix(p[2], color.X, alpha);
    }

    /// <summary>A rectangle with round corners; with a border above 0 only its edge of that thickness, inwards.</summary>
    public void FillRectangle(float x, float y, float w, float h, float radius, Vector4 color, float border = 0)
    {
        var half = new Vector2(w, h) / 2;
        var center = new Vector2(x, y) + half;
        radius = MathF.Min(radius, MathF.Min(half.X, half.Y));
        for (var row = Math.Max(0, (int)y - 1); row < Math.Min(height, (int)(y + h) + 2); row++)
        {
            for (var column = Math.Max(0, (int)x - 1); column < Math.Min(width, (int)(x + w) + 2); column++)
            {
                // Signed distance to the outline, negative inside.
                var q = Vector2.Abs(new Vector2(column + 0.5f, row + 0.5f) - center) - half + new Vector2(radius);
                var distance = Vector2.Max(q, Vector2.Zero).Length() + MathF.Min(MathF.Max(q.X, q.Y), 0) - radius;
                var coverage = Math.Clamp(0.5f - distance, 0, 1);
                if (border > 0) coverage *= Math.Clamp(0.5f + distance + border, 0, 1);
                Blend(column, row, color, coverage);
            }
        }
    }

    /// <summary>Writes from a pen position on the baseline.</summary>
    public void DrawText(GlyphAtlas atlas, TextStyle style, int x, int baseline, ReadOnlySpan<char> text, Vector4 color)
    {
        foreach (var cell in atlas.Lay(style, x, baseline, text))
        {
            for (var row = 0; row < cell.Height; row++)
            {
                var coverage = atlas.Coverage.Slice((cell.SourceY + row) * atlas.Width + cell.SourceX, cell.Width);
                for (var column = 0; column < cell.Width; column++)
                {
                    if (coverage[column] != 0) Blend(cell.X + column, cell.Y + row, color, coverage[column] / 255f);
                }
            }
        }
    }

    private static byte Mix(byte below, float above, float alpha) => (byte)(below + (above * 255 - below) * alpha + 0.5f);
}
