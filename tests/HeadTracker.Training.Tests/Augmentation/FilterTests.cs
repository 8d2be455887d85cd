using System.Numerics;
using HeadTracker.Training.Augmentation;
using OpenCvSharp;
using TorchSharp;
using static TorchSharp.torch;
using Scalar = OpenCvSharp.Scalar;
using Size = OpenCvSharp.Size;

namespace HeadTracker.Training.Tests.Augmentation;

/// <summary>Blur, shadow, noise and holes against OpenCV or plain loops, image by image.</summary>
public sealed class FilterTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    public void MedianBlur_equals_OpenCVs(int kernel)
    {
        using var scope = NewDisposeScope();
        var images = Pictures.Make(2, 32);
        var expected = Pictures.OneByOne(images, (rgb, _) => Cv2.MedianBlur(rgb, rgb, kernel));
        Pictures.AssertClose(expected, MedianBlur.Apply(images, kernel), mean: 0, worst: 0);
    }

    [Fact]
    public void RandomShadow_halves_the_lightness_inside_the_polygons()
    {
        using var scope = NewDisposeScope();
        var images = Pictures.Make(3);
        var random = new SeededRandom(5);
        Vector2[][][] polygons = [.. Enumerable.Range(0, 3).Select(_ => RandomShadow.Draw(random, 48, 48))];
        Assert.All(polygons.SelectMany(image => image).SelectMany(polygon => polygon), corner => Assert.InRange(corner.Y, 24, 48));

        var expected = Pictures.OneByOne(images, (rgb, i) =>
        {
            using var hls = new Mat();
            using var floats = new Mat();
            rgb.ConvertTo(floats, MatType.CV_32FC3, 1 / 255.0);
            Cv2.CvtColor(floats, hls, ColorConversionCodes.RGB2HLS);
            var (rows, columns) = (hls.Rows, hls.Cols);
            for (var y = 0; y < rows; y++)
            {
                for (var x = 0; x < columns; x++)
                {
                    if (!polygons[i].Any(polygon => Contains(polygon, x, y))) continue;
                    var pixel = hls.At<Vec3f>(y, x);
                    hls.Set(y, x, new Vec3f(pixel.Item0, pixel.Item1 / 2, pixel.Item2));
                }
            }

            Cv2.CvtColor(hls, floats, ColorConversionCodes.HLS2RGB);
            floats.ConvertTo(rgb, MatType.CV_8UC3, 255);
        });

        var actual = RandomShadow.Apply(images, polygons);
        Pictures.AssertClose(expected, actual, mean: 0.01, worst: 1);
        Assert.True((expected != images).any().item<bool>());
    }

    [Fact]
    public void IsoNoise_adds_its_noise_in_OpenCVs_HLS()
    {
        using var scope = NewDisposeScope();
        var images = Pictures.Make(2);
        manual_seed(3);
        var light = poisson(full([2, 48, 48], 12f));
        var hue = randn(2, 48, 48) * 6;
        var expected = Pictures.OneByOne(images, (rgb, i) =>
        {
            using var hls = new Mat();
            using var floats = new Mat();
            rgb.ConvertTo(floats, MatType.CV_32FC3, 1 / 255.0);
            Cv2.CvtColor(floats, hls, ColorConversionCodes.RGB2HLS);
            var (rows, columns) = (hls.Rows, hls.Cols);
            for (var y = 0; y < rows; y++)
            {
                for (var x = 0; x < columns; x++)
                {
                    var pixel = hls.At<Vec3f>(y, x);
                    var shifted = pixel.Item0 + hue[i, y, x].item<float>();
                    shifted = shifted < 0 ? shifted + 360 : shifted >= 360 ? shifted - 360 : shifted;
                    var lightness = pixel.Item1 + light[i, y, x].item<float>() / 255 * (1 - pixel.Item1);
                    hls.Set(y, x, new Vec3f(shifted, lightness, pixel.Item2));
                }
            }

            Cv2.CvtColor(hls, floats, ColorConversionCodes.HLS2RGB);
            floats.ConvertTo(rgb, MatType.CV_8UC3, 255);
        });
        Pictures.AssertClose(expected, IsoNoise.Add(images, light, hue), mean: 0.01, worst: 1);
    }

    [Fact]
    public void IsoNoise_grows_with_its_strength_and_repeats_with_its_seed()
    {
        using var scope = NewDisposeScope();
        var images = Pictures.Make(1).expand(2, -1, -1, -1).contiguous();
        var first = IsoNoise.Apply(images, [new(0.01f, 0.1f), new(0.05f, 0.5f)], new Generator(9));
        var again = IsoNoise.Apply(images, [new(0.01f, 0.1f), new(0.05f, 0.5f)], new Generator(9));
        Assert.True(first.eq(again).all().item<bool>());
        var change = (first.to(ScalarType.Float32) - images.to(ScalarType.Float32)).abs().mean([1, 2, 3]).data<float>().ToArray();
        Assert.True(change[1] > 2 * change[0] && change[0] > 0.5, $"{change[0]} and {change[1]}");
    }

    [Fact]
    public void CoarseDropout_blackens_eight_squares()
    {
        using var scope = NewDisposeScope();
        var images = Pictures.Make(2, 56).clamp_min(1);
        var random = new SeededRandom(4);
        (int X, int Y)[][] corners = [CoarseDropout.Draw(random, 56), CoarseDropout.Draw(random, 56)];
        var expected = Pictures.OneByOne(images, (rgb, i) =>
        {
            foreach (var (x, y) in corners[i]) Cv2.Rectangle(rgb, new Rect(x, y, 2, 2), Scalar.All(0), -1);
        });
        Assert.Equal(8, CoarseDropout.HoleSide(224));
        Pictures.AssertClose(expected, CoarseDropout.Apply(images, corners), mean: 0, worst: 0);
    }

    [Theory]
    [InlineData(25)]
    [InlineData(60)]
    [InlineData(90)]
    public void Jpeg_leaves_what_libjpeg_leaves(int quality)
    {
        using var scope = NewDisposeScope();
        // 40 is no multiple of the 16×16 unit.
        foreach (var side in new[] { 48, 40 })
        {
            var images = Pictures.Make(2, side);
            var expected = Pictures.OneByOne(images, (rgb, _) =>
            {
                using var bgr = new Mat();
                Cv2.CvtColor(rgb, bgr, ColorConversionCodes.RGB2BGR);
                Cv2.ImEncode(".jpg", bgr, out var file, new ImageEncodingParam(ImwriteFlags.JpegQuality, quality));
                using var decoded = Cv2.ImDecode(file, ImreadModes.Color);
                Cv2.CvtColor(decoded, rgb, ColorConversionCodes.BGR2RGB);
            });
            // libjpeg reckons in integers and pads partial units its own way.
            Pictures.AssertClose(expected, JpegArtefacts.Apply(images, [quality, quality]), mean: 1.2, worst: 12, outliers: 0.01);
        }
    }

    [Fact]
    public void LowResolution_averages_blocks_and_interpolates_between_them()
    {
        using var scope = NewDisposeScope();
        var images = Pictures.Make(2, 48);
        var expected = Pictures.OneByOne(images, (rgb, _) =>
        {
            using var small = new Mat();
            Cv2.Resize(rgb, small, new Size(16, 16), 0, 0, InterpolationFlags.Area);
            Cv2.Resize(small, rgb, new Size(48, 48), 0, 0, InterpolationFlags.Linear);
        });
        Pictures.AssertClose(expected, LowResolution.Apply(images, 3), mean: 0.5, worst: 1, outliers: 0.001);
    }

    /// <summary>Even-odd rule: crossings of a ray to the right.</summary>
    private static bool Contains(Vector2[] polygon, float x, float y)
    {
        var inside = false;
        for (int i = 0, j = polygon.Length - 1; i < polygon.Length; j = i++)
        {
            var (a, b) = (polygon[i], polygon[j]);
            if (a.Y > y != b.Y > y && x < (b.X - a.X) * (y - a.Y) / (b.Y - a.Y) + a.X) inside = !inside;
        }

        return inside;
    }
}
