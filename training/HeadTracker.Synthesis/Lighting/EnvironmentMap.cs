using System.Numerics;
using HeadTracker.Synthesis.Imaging;

namespace HeadTracker.Synthesis.Lighting;

/// <summary>
/// Light from every direction, as an equirectangular picture with mip levels: row 0 looks up, the middle column along -z.
/// Values are linear, clamped at 0 and scaled so that the mean luminance over the sphere is 1. Immutable, safe to share.
/// </summary>
public sealed class EnvironmentMap
{
    private const int CoarsestHeight = 4;

    /// <summary>Rows that integrals over the sphere need to be within a percent.</summary>
    private const int SmoothHeight = 32;
    private static readonly Vector3 Luminance = new(0.2126f, 0.7152f, 0.0722f);
    private readonly Vector4[][] _levels;
    private readonly int _width;
    private readonly int _height;

    private EnvironmentMap(string name, int width, int height, Vector4[] pixels)
    {
        Name = name;
        _width = width;
        _height = height;
        var chain = new List<Vector4[]> { pixels };
        for (var (w, h) = (width, height); h > CoarsestHeight; w /= 2, h /= 2) chain.Add(Halve(chain[^1], w, h));
        _levels = [.. chain];
        Diffuse = SphericalHarmonics.FromRadiance(
            Samples(_levels[Math.Max(0, Array.FindLastIndex(_levels, l => l.Length >= width / height * SmoothHeight * SmoothHeight))]));
        BrightestDirection = FindBrightest();
    }

    public string Name { get; }

    /// <summary>Number of mip levels; the last is a blur over about 45°.</summary>
    public int Levels => _levels.Length;

    /// <summary>What a diffuse surface makes of this light.</summary>
    public SphericalHarmonics Diffuse { get; }

    /// <summary>Unit vector to the brightest spot: a key light that agrees with the map shines from there.</summary>
    public Vector3 BrightestDirection { get; }

    public static EnvironmentMap FromImage(string name, ExrImage image)
    {
        var pixels = new Vector4[image.Width * image.Height];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = new Vector4(MathF.Max(image.Red[i], 0), MathF.Max(image.Green[i], 0), MathF.Max(image.Blue[i], 0), 1);
        }

        return FromPixels(name, image.Width, image.Height, pixels);
    }

    /// <summary>From row-major linear pixels; their fourth component is ignored.</summary>
    public static EnvironmentMap FromPixels(string name, int width, int height, Vector4[] pixels)
    {
        double sum = 0, weights = 0;
        for (var y = 0; y < height; y++)
        {
            var weight = Math.Sin((y + 0.5) / height * Math.PI);
            for (var x = 0; x < width; x++)
            {
                var p = pixels[y * width + x];
                sum += weight * Vector3.Dot(new Vector3(p.X, p.Y, p.Z), Luminance);
                weights += weight;
            }
        }

        var scale = (float)(weights / Math.Max(sum, 1e-9));
        return new EnvironmentMap(name, width, height, Array.ConvertAll(pixels, p => p * scale));
    }

    /// <summary>Light of one colour from all sides.</summary>
    public static EnvironmentMap Uniform(Vector3 colour)
    {
        var pixels = new Vector4[2 * SmoothHeight * SmoothHeight];
        pixels.AsSpan().Fill(new Vector4(colour, 1));
        return FromPixels("uniform", 2 * SmoothHeight, SmoothHeight, pixels);
    }

    /// <summary>Radiance from a unit direction at a mip level; levels between two are not mixed, pixels are.</summary>
    public Vector3 Sample(Vector3 direction, float level)
    {
        var l = Math.Clamp((int)MathF.Round(level), 0, _levels.Length - 1);
        var (w, h) = (_width >> l, _height >> l);
        var u = Angle(direction.X, -direction.Z) * (0.5f / MathF.PI) + 0.5f;
        var v = Angle(MathF.Sqrt(direction.X * direction.X + direction.Z * direction.Z), direction.Y) * (1 / MathF.PI);
        var x = u * w - 0.5f;
        var y = Math.Clamp(v * h - 0.5f, 0, h - 1);
        var (fx, fy) = (MathF.Floor(x), MathF.Floor(y));
        var x0 = ((int)fx + w) % w;
        var x1 = (x0 + 1) % w;
        var y0 = (int)fy;
        var y1 = Math.Min(y0 + 1, h - 1);
        var pixels = _levels[l];
        var top = Vector4.Lerp(pixels[y0 * w + x0], pixels[y0 * w + x1], x - fx);
        var bottom = Vector4.Lerp(pixels[y1 * w + x0], pixels[y1 * w + x1], x - fx);
        var mixed = Vector4.Lerp(top, bottom, y - fy);
        return new Vector3(mixed.X, mixed.Y, mixed.Z);
    }

    /// <summary>The level whose pixels are about as wide as an angle in radians.</summary>
    public float LevelFor(float angle) => MathF.Log2(MathF.Max(angle * _height / MathF.PI, 1));

    /// <summary>atan2 by a polynomial, within 0.0003 rad (Abramowitz and Stegun 4.4.49, shortened): a sixth of a pixel of the finest maps.</summary>
    private static float Angle(float y, float x)
    {
        var (ax, ay) = (MathF.Abs(x), MathF.Abs(y));
        var ratio = MathF.Min(ax, ay) / MathF.Max(MathF.Max(ax, ay), 1e-20f);
        var square = ratio * ratio;
        var angle = ratio * (0.9998660f + square * (-0.3302995f + square * (0.1801410f + square * (-0.0851330f + square * 0.0208351f))));
        if (ay > ax) angle = MathF.PI / 2 - angle;
        if (x < 0) angle = MathF.PI - angle;
        return y < 0 ? -angle : angle;
    }

    private static Vector4[] Halve(Vector4[] pixels, int width, int height)
    {
        var (w, h) = (width / 2, height / 2);
        var output = new Vector4[w * h];
        for (var y = 0; y < h; y++)
        {
            for (var x = 0; x < w; x++)
            {
                var at = 2 * y * width + 2 * x;
                output[y * w + x] = (pixels[at] + pixels[at + 1] + pixels[at + width] + pixels[at + width + 1]) / 4;
            }
        }

        return output;
    }

    private IEnumerable<(Vector3 Direction, Vector3 Radiance, float SolidAngle)> Samples(Vector4[] level)
    {
        var h = (int)MathF.Sqrt(level.Length / (float)(_width / _height));
        var w = level.Length / h;
        for (var y = 0; y < h; y++)
        {
            var theta = (y + 0.5f) / h * MathF.PI;
            var solidAngle = 2 * MathF.PI / w * (MathF.Cos(y * MathF.PI / h) - MathF.Cos((y + 1) * MathF.PI / h));
            for (var x = 0; x < w; x++)
            {
                var phi = ((x + 0.5f) / w - 0.5f) * 2 * MathF.PI;
                var p = level[y * w + x];
                yield return (Direction(theta, phi), new Vector3(p.X, p.Y, p.Z), solidAngle);
            }
        }
    }

    private static Vector3 Direction(float theta, float phi) =>
        new(MathF.Sin(theta) * MathF.Sin(phi), MathF.Cos(theta), -MathF.Sin(theta) * MathF.Cos(phi));

    private Vector3 FindBrightest()
    {
        var best = -1f;
        var direction = Vector3.UnitY;
        foreach (var sample in Samples(_levels[Math.Max(0, _levels.Length - 3)]))
        {
            var luminance = Vector3.Dot(sample.Radiance, Luminance);
            if (luminance <= best) continue;
            best = luminance;
            direction = sample.Direction;
        }

        return direction;
    }
}
