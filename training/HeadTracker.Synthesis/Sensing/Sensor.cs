using System.Numerics;
using HeadTracker.Synthesis.Rendering;
using HeadTracker.Synthesis.Surfaces;
using OpenCvSharp;

namespace HeadTracker.Synthesis.Sensing;

/// <summary>Turns light into an 8-bit picture the way a webcam does.</summary>
public static class Sensor
{
    /// <summary>What the automatic exposure brings the mean of the subject to, linear; the background counts for a little.</summary>
    private const float MiddleGrey = 0.2f;

    /// <summary>The brightest twentieth of the skin is held to this, linear.</summary>
    private const float BrightSkin = 0.85f;
    private const int BinsPerStop = 4;
    private const int Bins = 128;

    /// <summary>What is as bright as this many times white still shows some shape.</summary>
    private const float Shoulder = 0.8f;

    private static readonly Vector3 Luminance = new(0.2126f, 0.7152f, 0.0722f);

    /// <summary>The picture, 8-bit BGR; the caller owns it.</summary>
    /// <param name="frame">The light.</param>
    /// <param name="settings">The camera.</param>
    /// <param name="random">Noise is drawn from here.</param>
    public static Mat Expose(RenderedFrame frame, SensorSettings settings, Random random)
    {
        var gain = settings.WhiteBalance * (settings.Exposure * AutomaticGain(frame));
        var light = new Vec3f[frame.Radiance.Length];
        for (var i = 0; i < light.Length; i++)
        {
            // Lenses blur light, not numbers, so what is far over white must stay so until after the blur.
            var c = Vector3.Min(frame.Radiance[i] * gain, new Vector3(8));
            light[i] = new Vec3f(c.Z, c.Y, c.X);
        }

        using var linear = new Mat(frame.Height, frame.Width, MatType.CV_32FC3);
        linear.SetArray(light);
        Blur(linear, settings);
        linear.GetArray(out light);

        var pixels = new Vec3b[light.Length];
        var noise = new Noise(random);
        for (var i = 0; i < pixels.Length; i++)
        {
            var c = new Vector3(light[i].Item0, light[i].Item1, light[i].Item2);
            if (settings.ReadNoise > 0)
            {
                var sigma = Vector3.SquareRoot(c * settings.ShotNoise + new Vector3(settings.ReadNoise * settings.ReadNoise));
                c += sigma * new Vector3(noise.Next(), noise.Next(), noise.Next());
            }

            if (settings.Grey) c = new Vector3(c.X * Luminance.Z + c.Y * Luminance.Y + c.Z * Luminance.X);
            pixels[i] = new Vec3b(Encode(c.X, settings.Contrast), Encode(c.Y, settings.Contrast), Encode(c.Z, settings.Contrast));
        }

        var picture = new Mat(frame.Height, frame.Width, MatType.CV_8UC3);
        picture.SetArray(pixels);
        return Compress(picture, settings);
    }

    // Skin counts most, as it does for cameras that look for faces; its bright side must not burn out.
    private static float AutomaticGain(RenderedFrame frame)
    {
        double sum = 0, weights = 0;
        Span<int> histogram = stackalloc int[Bins];
        histogram.Clear();
        var skin = 0;
        for (var i = 0; i < frame.Radiance.Length; i++)
        {
            var isSkin = frame.Segmentation[i] == SegmentationClass.Skin;
            var weight = isSkin ? 1f : 0.05f + 0.2f * frame.Coverage[i];
            var luminance = MathF.Min(Vector3.Dot(frame.Radiance[i], Luminance), 4);
            sum += weight * luminance;
            weights += weight;
            if (!isSkin) continue;
            histogram[Math.Clamp((int)(MathF.Log2(MathF.Max(luminance, 1e-6f)) * BinsPerStop) + Bins / 2, 0, Bins - 1)]++;
            skin++;
        }

        var gain = (float)(MiddleGrey / Math.Max(sum / weights, 1e-4));
        var (brightest, seen, enough) = (Bins - 1, 0, Math.Max(skin / 20, 1));
        while (brightest > 0 && (seen += histogram[brightest]) < enough) brightest--;
        return skin == 0 ? gain : MathF.Min(gain, BrightSkin / MathF.Pow(2, (brightest - Bins / 2) / (float)BinsPerStop));
    }

    private static void Blur(Mat linear, SensorSettings settings)
    {
        if (settings.LensBlur > 0.15f) Cv2.GaussianBlur(linear, linear, new Size(0, 0), settings.LensBlur);
        var (length, angle) = settings.MotionBlur;
        if (length < 1) return;

        var radius = (int)MathF.Ceiling(length / 2);
        var side = 2 * radius + 1;
        var kernel = new float[side * side];
        var steps = 8 * side;
        for (var s = 0; s <= steps; s++)
        {
            var along = (s / (float)steps - 0.5f) * length;
            var x = radius + along * MathF.Cos(angle);
            var y = radius + along * MathF.Sin(angle);
            var (x0, y0) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
            for (var k = 0; k < 4; k++)
            {
                var (xi, yi) = (x0 + k % 2, y0 + k / 2);
                if (xi < 0 || yi < 0 || xi >= side || yi >= side) continue;
                kernel[yi * side + xi] += (1 - MathF.Abs(x - xi)) * (1 - MathF.Abs(y - yi)) / (steps + 1);
            }
        }

        using var matrix = new Mat(side, side, MatType.CV_32FC1);
        matrix.SetArray(kernel);
        Cv2.Filter2D(linear, linear, -1, matrix);
    }

    /// <summary>Linear light to an 8-bit code: a soft shoulder, the sRGB power, an S-curve.</summary>
    private static byte Encode(float linear, float contrast)
    {
        var c = MathF.Max(linear, 0);
        if (c > Shoulder) c = Shoulder + (1 - Shoulder) * (1 - MathF.Exp(-(c - Shoulder) / (1 - Shoulder)));
        var code = MathF.Pow(c, 1 / 2.2f);
        var s = code * code * (3 - 2 * code);
        return (byte)(Math.Clamp(code + (s - code) * contrast * 0.6f, 0, 1) * 255 + 0.5f);
    }

    private static Mat Compress(Mat picture, SensorSettings settings)
    {
        if (settings.Shrink > 1)
        {
            using var small = new Mat();
            var size = picture.Size();
            Cv2.Resize(picture, small, new Size((int)(size.Width / settings.Shrink), (int)(size.Height / settings.Shrink)), 0, 0, InterpolationFlags.Area);
            Cv2.Resize(small, picture, size, 0, 0, InterpolationFlags.Linear);
        }

        if (settings.Jpeg == 0) return picture;
        Cv2.ImEncode(".jpg", picture, out var encoded, [(int)ImwriteFlags.JpegQuality, settings.Jpeg]);
        picture.Dispose();
        return Cv2.ImDecode(encoded, ImreadModes.Color);
    }

    /// <summary>Sums of four uniform numbers from one draw: near enough to normal for noise, and fast.</summary>
    private struct Noise(Random random)
    {
        private ulong _state = (ulong)random.NextInt64() | 1;

        public float Next()
        {
            _state ^= _state << 13;
            _state ^= _state >> 7;
            _state ^= _state << 17;
            var sum = (float)(_state & 0xffff) + (_state >> 16 & 0xffff) + (_state >> 32 & 0xffff) + (_state >> 48);
            // Four uniforms on 0…65535 have mean 2 · 65535 and variance 65536² / 3.
            return (sum - 131070) * (1.7320508f / 65536);
        }
    }
}
