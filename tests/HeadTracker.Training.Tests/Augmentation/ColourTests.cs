using HeadTracker.Training.Augmentation;
using OpenCvSharp;
using TorchSharp;
using static TorchSharp.torch;
using Size = OpenCvSharp.Size;

namespace HeadTracker.Training.Tests.Augmentation;

/// <summary>The batched colour augmentations against OpenCV, image by image.</summary>
public sealed class ColourTests
{
    [Fact]
    public void HueSaturationValue_equals_a_table_look_up_in_OpenCVs_HSV()
    {
        using var scope = NewDisposeScope();
        var images = Pictures.Make(4);
        HsvShift[] shifts = [new(0, 0, 0), new(17.5f, -22, 9), new(-20, 30, -20), new(9.2f, 11.7f, 20)];

        var expected = Pictures.OneByOne(images, (rgb, i) =>
        {
            using var hsv = new Mat();
            Cv2.CvtColor(rgb, hsv, ColorConversionCodes.RGB2HSV);
            var (rows, columns) = (hsv.Rows, hsv.Cols);
            for (var y = 0; y < rows; y++)
            {
                for (var x = 0; x < columns; x++)
                {
                    var pixel = hsv.At<Vec3b>(y, x);
                    var hue = (byte)((pixel.Item0 + shifts[i].Hue + 180) % 180);
                    var saturation = (byte)Math.Clamp(pixel.Item1 + shifts[i].Saturation, 0, 255);
                    var value = (byte)Math.Clamp(pixel.Item2 + shifts[i].Value, 0, 255);
                    hsv.Set(y, x, new Vec3b(hue, saturation, value));
                }
            }

            Cv2.CvtColor(hsv, rgb, ColorConversionCodes.HSV2RGB);
        });

        // OpenCV divides by tables of 12 bits, so that hue or saturation round the other way now and then.
        Pictures.AssertClose(expected, HueSaturationValue.Apply(images, shifts), mean: 0.3, worst: 3, outliers: 0.005);
    }

    [Fact]
    public void Clahe_equals_OpenCVs_on_a_plane_of_bytes()
    {
        using var scope = NewDisposeScope();
        foreach (var side in new[] { 32, 48, 64 })
        {
            var planes = Pictures.Make(3, side)[.., 0];
            float[] limits = [1, 2.3f, 4];
            var actual = Clahe.ApplyToPlanes(planes, limits);
            for (var i = 0; i < 3; i++)
            {
                using var plane = new Mat();
                using var rgb = Pictures.ToMat(planes[i].unsqueeze(0).expand(3, -1, -1));
                Cv2.ExtractChannel(rgb, plane, 0);
                using var clahe = Cv2.CreateCLAHE(limits[i], new Size(8, 8));
                using var expected = new Mat();
                clahe.Apply(plane, expected);
                Pictures.AssertClose(Pictures.FromMat(expected)[0], actual[i], mean: 0.05, worst: 1);
            }
        }
    }

    [Fact]
    public void Lab_equals_OpenCVs_and_comes_back_as_it_was()
    {
        using var scope = NewDisposeScope();
        var images = Pictures.Make(1);
        var lab = ColorSpaces.RgbToLab(images.to(ScalarType.Float32) / 255f);
        using var floats = new Mat();
        using var rgb = Pictures.ToMat(images[0]);
        rgb.ConvertTo(floats, MatType.CV_32FC3, 1 / 255.0);
        using var expected = new Mat();
        Cv2.CvtColor(floats, expected, ColorConversionCodes.RGB2Lab);
        for (var i = 0; i < 48; i++)
        {
            var pixel = expected.At<Vec3f>(i, 47 - i);
            // OpenCV interpolates its gamma curves.
            Assert.InRange(lab.First[0, i, 47 - i].item<float>() - pixel.Item0, -0.4f, 0.4f);
            Assert.InRange(lab.Second[0, i, 47 - i].item<float>() - pixel.Item1, -0.4f, 0.4f);
            Assert.InRange(lab.Third[0, i, 47 - i].item<float>() - pixel.Item2, -0.4f, 0.4f);
        }

        Pictures.AssertClose(images, Bytes.FromUnit(ColorSpaces.LabToRgb(lab)), mean: 0, worst: 0);
    }

    [Fact]
    public void Clahe_changes_lightness_alone()
    {
        using var scope = NewDisposeScope();
        var images = Pictures.Make(3);
        float[] limits = [1.5f, 2.5f, 4];
        var before = ColorSpaces.RgbToLab(images.to(ScalarType.Float32) / 255f);
        var levels = Bytes.From(before.First * 2.55f);
        var expected = Pictures.OneByOne(images, (rgb, i) =>
        {
            // The lightness through OpenCV, from the same bytes: tiles this small amplify a level of difference by seven.
            using var plane = Pictures.ToMat(levels[i].unsqueeze(0).expand(3, -1, -1));
            using var lightness = new Mat();
            Cv2.ExtractChannel(plane, lightness, 0);
            using var clahe = Cv2.CreateCLAHE(limits[i], new Size(8, 8));
            clahe.Apply(lightness, lightness);
            var (rows, columns) = (rgb.Rows, rgb.Cols);
            for (var y = 0; y < rows; y++)
            {
                for (var x = 0; x < columns; x++)
                {
                    using var pixel = new Mat(1, 1, MatType.CV_32FC3);
                    pixel.Set(0, 0, new Vec3f(lightness.At<byte>(y, x) / 2.55f, before.Second[i, y, x].item<float>(), before.Third[i, y, x].item<float>()));
                    Cv2.CvtColor(pixel, pixel, ColorConversionCodes.Lab2RGB);
                    var colour = pixel.At<Vec3f>(0, 0);
                    rgb.Set(y, x, new Vec3b(ToByte(colour.Item0), ToByte(colour.Item1), ToByte(colour.Item2)));
                }
            }
        });
        Pictures.AssertClose(expected, Clahe.Apply(images, limits), mean: 0.5, worst: 2, outliers: 0.01);

        static byte ToByte(float unit) => (byte)Math.Clamp(MathF.Round(unit * 255), 0, 255);
    }

    [Fact]
    public void Equalize_equals_OpenCVs_channel_by_channel()
    {
        using var scope = NewDisposeScope();
        var images = Pictures.Make(3);
        // A plane of one level has nothing to spread.
        images[1, 2].fill_(77);
        var expected = Pictures.OneByOne(images, (rgb, _) =>
        {
            for (var c = 0; c < 3; c++)
            {
                using var plane = new Mat();
                Cv2.ExtractChannel(rgb, plane, c);
                Cv2.EqualizeHist(plane, plane);
                Cv2.InsertChannel(plane, rgb, c);
            }
        });
        Pictures.AssertClose(expected, Equalize.Apply(images), mean: 0.01, worst: 1);
    }

    [Fact]
    public void Solarize_inverts_from_128_on()
    {
        using var scope = NewDisposeScope();
        var images = tensor(Enumerable.Range(0, 256).SelectMany(i => new[] { (byte)i, (byte)i, (byte)i }).ToArray(), [1, 3, 16, 16]);
        var expected = images.data<byte>().ToArray().Select(level => level >= 128 ? (byte)(255 - level) : level);
        Assert.Equal(expected, Solarize.Apply(images).data<byte>().ToArray());
    }

    [Fact]
    public void Channels_are_shuffled_and_dropped_per_image()
    {
        using var scope = NewDisposeScope();
        var images = Pictures.Make(3);
        var shuffled = ChannelShuffle.Apply(images, [[2, 0, 1], [0, 1, 2], [1, 0, 2]]);
        Assert.True(shuffled[0, 0].eq(images[0, 2]).all().item<bool>());
        Assert.True(shuffled[0, 1].eq(images[0, 0]).all().item<bool>());
        Assert.True(shuffled[1].eq(images[1]).all().item<bool>());
        Assert.True(shuffled[2, 0].eq(images[2, 1]).all().item<bool>());

        var dropped = ChannelDropout.Apply(images, [0, 2, 1]);
        Assert.Equal(0, dropped[0, 0].max().item<byte>());
        Assert.Equal(0, dropped[2, 1].max().item<byte>());
        Assert.True(dropped[1, 0].eq(images[1, 0]).all().item<bool>());
    }
}
