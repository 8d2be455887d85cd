using HeadTracker.Training.Augmentation;
using OpenCvSharp;
using TorchSharp;
using static TorchSharp.torch;
using Size = OpenCvSharp.Size;

namespace HeadTracker.Training.Tests.Augmentation;

/// <summary>What the HMTL paper does to images, against OpenCV or plain arithmetic.</summary>
public sealed class HmtlAugmentationTests
{
    [Fact]
    public void ColourShift_does_what_its_four_numbers_say()
    {
        using var scope = NewDisposeScope();
        // Two pixels, so that the mean luma is known: of (200, 100, 50) it is 124.2, of (40, 40, 40) 40.
        var image = tensor(new byte[] { 200, 40, 100, 40, 50, 40 }, [1, 3, 1, 2]);
        Assert.Equal([200, 40, 100, 40, 50, 40], Apply(new(1)));
        Assert.Equal([100, 20, 50, 20, 25, 20], Apply(new(Brightness: 0.5f)));
        Assert.Equal([124, 40, 124, 40, 124, 40], Apply(new ColourShift(1).Grey));
        // m = 82.1: 82.1 + 0.5 · (200 - 82.1) = 141.05.
        Assert.Equal([141, 61, 91, 61, 66, 61], Apply(new(Contrast: 0.5f)));
        // A third of a turn about the grey axis carries red to green to blue.
        Assert.Equal([50, 40, 200, 40, 100, 40], Apply(new(Hue: 120)));

        byte[] Apply(ColourShift shift) => ColourShift.Apply(image, [shift]).data<byte>().ToArray();
    }

    [Fact]
    public void GaussianBlur_equals_OpenCVs_with_a_width_per_image()
    {
        using var scope = NewDisposeScope();
        var images = Pictures.Make(3, 32);
        float[] deviations = [0.5f, 1.1f, 2];
        var expected = Pictures.OneByOne(images, (rgb, i) => Cv2.GaussianBlur(rgb, rgb, new Size(13, 13), deviations[i], deviations[i], BorderTypes.Replicate));
        Pictures.AssertClose(expected, GaussianBlur.Apply(images, deviations), mean: 0.3, worst: 2);
    }

    [Fact]
    public void GaussianNoise_has_the_width_it_was_given()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3, CPU);
        var grey = full([2, 3, 64, 64], (byte)128, ScalarType.Byte);
        var noisy = GaussianNoise.Apply(grey, [4, 10], generator).to(ScalarType.Float32) - 128;
        Assert.Equal(4, noisy[0].std().item<float>(), 0.2f);
        Assert.Equal(10, noisy[1].std().item<float>(), 0.4f);
        Assert.Equal(0, noisy.mean().item<float>(), 0.2f);
    }

    [Fact]
    public void Cutout_blackens_its_square_and_nothing_else()
    {
        using var scope = NewDisposeScope();
        var images = full([2, 3, 20, 30], (byte)200, ScalarType.Byte);
        var cut = Cutout.Apply(images, [new(25, 3, 5), new(0, 0, 1)]);
        Assert.Equal((3 * 25L, 3 * 1L), (Black(cut[0]), Black(cut[1])));
        Assert.Equal(3 * 25L, Black(cut[0, .., 3..8, 25..30]));
        Assert.All(Enumerable.Range(0, 100), i =>
        {
            var square = CutSquare.Draw(new SeededRandom(i), 30, 20);
            Assert.True(square.X >= 0 && square.Y >= 0 && square.X + square.Side <= 30 && square.Y + square.Side <= 20 && square.Side is >= 2 and <= 8);
        });

        static long Black(Tensor image) => (image == 0).sum().item<long>();
    }

    [Fact]
    public void Level_two_is_level_one_and_blur_loss_of_resolution_and_cutout()
    {
        var (one, two) = (AugmentationOptions.OfLevel(1), AugmentationOptions.OfLevel(2));
        Assert.True(one is { BoxScale: > 0, Contrast: > 0, Blur: 0, LowResolution: 0, Cutout: 0, Flip: 0, Rotation: 0, Colour: 0 });
        Assert.Equal(one, two with { Blur = 0, LowResolution = 0, Cutout = 0 });
        Assert.True(two is { Blur: > 0, LowResolution: > 0, Cutout: > 0 });
        Assert.Contains("no augmentation level 3", Assert.Throws<UserErrorException>(() => AugmentationOptions.OfLevel(3)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("contrast")]
    [InlineData("brightness")]
    [InlineData("hue")]
    [InlineData("blur")]
    [InlineData("noise")]
    [InlineData("cutout")]
    public void Each_happens_to_its_share_of_the_images(string which)
    {
        using var scope = NewDisposeScope();
        const int count = 200;
        var images = Pictures.Make(1, 160).expand(count, -1, -1, -1).contiguous();
        var before = images.clone();
        var none = AugmentationOptions.None;
        var options = which switch
        {
            "contrast" => none with { Contrast = 0.5f },
            "brightness" => none with { Brightness = 0.5f },
            "hue" => none with { Hue = 0.5f },
            "blur" => none with { Blur = 0.5f },
            "noise" => none with { Noise = 0.5f },
            _ => none with { Cutout = 0.5f },
        };
        new AugmentationPipeline(options).Apply(images, new SeededRandom(3));
        Assert.InRange((images != before).view(count, -1).any(1).to(ScalarType.Float32).mean().item<float>(), 0.4f, 0.6f);
    }
}
