using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Augmentation;

/// <summary>Three channels of a batch, each (n, H, W).</summary>
internal readonly record struct Channels(Tensor First, Tensor Second, Tensor Third)
{
    public static Channels Of(Tensor images) => new(images.select(1, 0), images.select(1, 1), images.select(1, 2));

    /// <summary>(n, 3, H, W).</summary>
    public Tensor Stack() => stack([First, Second, Third], 1);
}

/// <summary>
/// RGB in 0 … 1 to and from the spaces in which the augmentations work, with OpenCV's ranges for floats: hue in degrees, the others 0 … 1;
/// L* 0 … 100 with a*, b* about 0, for sRGB and D65. Callers hold a dispose scope.
/// </summary>
internal static class ColorSpaces
{
    public static Channels RgbToHsv(Tensor rgb)
    {
        var (max, _, delta) = Extent(rgb);
        return new(Hue(rgb, max, delta), SafeDivide(delta, max), max);
    }

    /// <remarks>Channel n of 5, 3, 1: v - v·s·clamp(min(k, 4 - k), 0, 1), k = (n + h/60) mod 6.</remarks>
    public static Tensor HsvToRgb(Channels hsv)
    {
        var chroma = hsv.Second * hsv.Third;
        return new Channels(Channel(5), Channel(3), Channel(1)).Stack();

        Tensor Channel(int n)
        {
            var k = (hsv.First / 60f + n).remainder(6);
            return hsv.Third - chroma * k.minimum(4 - k).clamp(0, 1);
        }
    }

    public static Channels RgbToHls(Tensor rgb)
    {
        var (max, min, delta) = Extent(rgb);
        var sum = max + min;
        var saturation = SafeDivide(delta, where(sum < 1, sum, 2 - sum));
        return new(Hue(rgb, max, delta), sum / 2, saturation);
    }

    /// <remarks>Channel n of 0, 8, 4: l - a·clamp(min(k - 3, 9 - k), -1, 1), k = (n + h/30) mod 12, a = s·min(l, 1 - l).</remarks>
    public static Tensor HlsToRgb(Channels hls)
    {
        var amount = hls.Third * hls.Second.minimum(1 - hls.Second);
        return new Channels(Channel(0), Channel(8), Channel(4)).Stack();

        Tensor Channel(int n)
        {
            var k = (hls.First / 30f + n).remainder(12);
            return hls.Second - amount * (k - 3).minimum(9 - k).clamp(-1, 1);
        }
    }

    public static Channels RgbToLab(Tensor rgb)
    {
        var (r, g, b) = Channels.Of(where(rgb <= 0.04045f, rgb / 12.92f, ((rgb + 0.055f) / 1.055f).pow(2.4f)));
        var x = (0.412453f * r + 0.357580f * g + 0.180423f * b) / 0.950456f;
        var y = 0.212671f * r + 0.715160f * g + 0.072169f * b;
        var z = (0.019334f * r + 0.119193f * g + 0.950227f * b) / 1.088754f;
        var (fx, fy, fz) = (Compress(x), Compress(y), Compress(z));
        return new(116f * fy - 16, 500f * (fx - fy), 200f * (fy - fz));

        static Tensor Compress(Tensor t) => where(t > 0.008856f, t.clamp_min(1e-6f).pow(1 / 3f), 7.787f * t + 16 / 116f);
    }

    public static Tensor LabToRgb(Channels lab)
    {
        var fy = (lab.First + 16) / 116f;
        var x = 0.950456f * Expand(lab.Second / 500f + fy);
        var y = Expand(fy);
        var z = 1.088754f * Expand(fy - lab.Third / 200f);
        var linear = new Channels(
            3.240479f * x - 1.53715f * y - 0.498535f * z,
            -0.969256f * x + 1.875991f * y + 0.041556f * z,
            0.055648f * x - 0.204043f * y + 1.057311f * z).Stack().clamp(0, 1);
        return where(linear <= 0.0031308f, 12.92f * linear, 1.055f * linear.clamp_min(1e-6f).pow(1 / 2.4f) - 0.055f);

        static Tensor Expand(Tensor f) => where(f > 0.206893f, f.pow(3), (f - 16 / 116f) / 7.787f);
    }

    private static (Tensor Max, Tensor Min, Tensor Delta) Extent(Tensor rgb)
    {
        var max = rgb.amax(1);
        var min = rgb.amin(1);
        return (max, min, max - min);
    }

    private static Tensor Hue(Tensor rgb, Tensor max, Tensor delta)
    {
        var (r, g, b) = Channels.Of(rgb);
        var sextants = where(
            max == r, SafeDivide(g - b, delta),
            where(max == g, SafeDivide(b - r, delta) + 2, SafeDivide(r - g, delta) + 4));
        return (sextants * 60f).remainder(360);
    }

    /// <summary>0 where the divisor is 0: greys have neither hue nor saturation.</summary>
    private static Tensor SafeDivide(Tensor dividend, Tensor divisor) => dividend / (divisor + (divisor == 0).to(ScalarType.Float32));
}
