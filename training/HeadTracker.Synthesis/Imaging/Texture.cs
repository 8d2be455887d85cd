using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HeadTracker.Synthesis.Imaging;

/// <summary>An 8-bit sRGB picture with alpha and its mip levels, sampled bilinearly and repeating at its edges.</summary>
/// <remarks>Sides are powers of two, so that repeating is a mask. v runs down: (0, 0) is the top left corner. Immutable, safe to share.</remarks>
public sealed class Texture
{
    private readonly uint[][] _levels;
    private readonly int _width;
    private readonly int _height;

    /// <param name="width">A power of two.</param>
    /// <param name="height">A power of two.</param>
    /// <param name="pixels">Row-major, red in the lowest byte, then green, blue and alpha; owned by the texture from now on.</param>
    public Texture(int width, int height, uint[] pixels)
    {
        if (!BitOperations.IsPow2(width) || !BitOperations.IsPow2(height)) throw new ArgumentException($"{width}×{height} are no powers of two.");
        _width = width;
        _height = height;
        var chain = new List<uint[]> { pixels };
        var (w, h) = (width, height);
        while (w > 4 && h > 4)
        {
            chain.Add(Halve(chain[^1], w, h));
            w /= 2;
            h /= 2;
        }

        _levels = [.. chain];
        HasAlpha = pixels.Any(p => p >> 24 < 255);
    }

    public int Width => _width;

    public int Height => _height;

    /// <summary>Whether any pixel is not opaque.</summary>
    public bool HasAlpha { get; }

    /// <summary>The finest level, red in the lowest byte.</summary>
    public ReadOnlySpan<uint> Pixels => _levels[0];

    public static Texture Solid(byte red, byte green, byte blue, byte alpha = 255) =>
        new(1, 1, [(uint)(red | green << 8 | blue << 16 | alpha << 24)]);

    /// <summary>The level whose texels are about as large as pixels, for a triangle that covers so many pixels and so much of the unit square.</summary>
    public float LevelFor(float texturedArea, float pixels) =>
        0.5f * MathF.Log2(MathF.Max(texturedArea * _width * _height, 1e-12f) / MathF.Max(pixels, 1e-3f));

    /// <summary>Red, green, blue and alpha, 0 to 1, as stored (not linear), at the nearest mip level.</summary>
    public Vector4 Sample(Vector2 uv, float level)
    {
        var (pixels, (upperLeft, upperRight, lowerLeft, lowerRight), (ax, ay)) = Around(uv, level);
        var top = Vector4.Lerp(Unpack(pixels[upperLeft]), Unpack(pixels[upperRight]), ax);
        var bottom = Vector4.Lerp(Unpack(pixels[lowerLeft]), Unpack(pixels[lowerRight]), ax);
        return Vector4.Lerp(top, bottom, ay) * (1 / 255f);
    }

    /// <summary>Alpha alone, 0 to 1.</summary>
    public float SampleAlpha(Vector2 uv, float level)
    {
        var (pixels, (upperLeft, upperRight, lowerLeft, lowerRight), (ax, ay)) = Around(uv, level);
        float a = pixels[upperLeft] >> 24, b = pixels[upperRight] >> 24, c = pixels[lowerLeft] >> 24, d = pixels[lowerRight] >> 24;
        a += (b - a) * ax;
        c += (d - c) * ax;
        return (a + (c - a) * ay) * (1 / 255f);
    }

    /// <summary>The four texels about a point, repeating beyond the edges, and how far the point lies between them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (uint[] Pixels, (int UpperLeft, int UpperRight, int LowerLeft, int LowerRight) Texels, (float X, float Y) Share) Around(Vector2 uv, float level)
    {
        var l = Math.Clamp((int)MathF.Round(level), 0, _levels.Length - 1);
        var (w, h) = (_width >> l, _height >> l);
        var x = uv.X * w - 0.5f;
        var y = uv.Y * h - 0.5f;
        var (fx, fy) = (MathF.Floor(x), MathF.Floor(y));
        var (x0, y0) = ((int)fx & w - 1, (int)fy & h - 1);
        var (x1, y1) = (x0 + 1 & w - 1, y0 + 1 & h - 1);
        return (_levels[l], (y0 * w + x0, y0 * w + x1, y1 * w + x0, y1 * w + x1), (x - fx, y - fy));
    }

    /// <summary>sRGB to linear light by a cubic that stays within 0.003 of the standard's curve; alpha passes through.</summary>
    public static Vector4 ToLinear(Vector4 c)
    {
        var linear = c * (c * (c * 0.305306011f + new Vector4(0.682171111f)) + new Vector4(0.012522878f));
        linear.W = c.W;
        return linear;
    }

    private static Vector4 Unpack(uint pixel)
    {
        var bytes = Vector128.CreateScalar(pixel).AsByte();
        var words = Vector128.WidenLower(bytes);
        return Vector128.ConvertToSingle(Vector128.WidenLower(words).AsInt32()).AsVector4();
    }

    // Colour is averaged with alpha as its weight, so that what lies under transparent texels does not bleed in.
    private static uint[] Halve(uint[] pixels, int width, int height)
    {
        var (w, h) = (width / 2, height / 2);
        var output = new uint[w * h];
        for (var y = 0; y < h; y++)
        {
            for (var x = 0; x < w; x++)
            {
                var at = 2 * y * width + 2 * x;
                var (a, b, c, d) = (Unpack(pixels[at]), Unpack(pixels[at + 1]), Unpack(pixels[at + width]), Unpack(pixels[at + width + 1]));
                var alpha = a.W + b.W + c.W + d.W;
                var colour = alpha > 0 ? (a * a.W + b * b.W + c * c.W + d * d.W) / alpha : (a + b + c + d) / 4;
                output[y * w + x] = (uint)(colour.X + 0.5f) | (uint)(colour.Y + 0.5f) << 8 | (uint)(colour.Z + 0.5f) << 16 | (uint)(alpha / 4 + 0.5f) << 24;
            }
        }

        return output;
    }
}
