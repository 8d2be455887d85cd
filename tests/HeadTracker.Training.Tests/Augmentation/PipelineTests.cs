using HeadTracker.Contract;
using HeadTracker.Training.Augmentation;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Augmentation;

public sealed class PipelineTests
{
    [Fact]
    public void The_same_seed_gives_the_same_images_and_another_does_not()
    {
        using var scope = NewDisposeScope();
        var first = Augmented(seed: 7);
        Assert.True(first.eq(Augmented(seed: 7)).all().item<bool>());
        Assert.False(first.eq(Augmented(seed: 8)).all().item<bool>());
    }

    [Fact]
    public void Each_group_happens_as_often_as_the_paper_says()
    {
        using var scope = NewDisposeScope();
        const int count = 600;
        // On a flat grey image only the named group can change anything it acts on.
        AssertShare(new() { Colour = 0, Channels = 0, MedianBlur = 0, Light = 0 }, full([count, 3, 32, 32], (byte)100, ScalarType.Byte), 0.5);
        AssertShare(new() { Colour = 0, MedianBlur = 0, Light = 0, CoarseDropout = 0 }, Pictures.Make(1, 32).expand(count, -1, -1, -1).contiguous(),
            0.5 * (0.5 + 0.5 * 5 / 6));
        AssertShare(new() { Colour = 0, Channels = 0, Light = 0, CoarseDropout = 0 }, Pictures.Make(1, 32).expand(count, -1, -1, -1).contiguous(), 0.5);
        AssertShare(new() { Channels = 0, MedianBlur = 0, Light = 0, CoarseDropout = 0 }, Pictures.Make(1, 32).expand(count, -1, -1, -1).contiguous(), 0.5);
        AssertShare(AugmentationOptions.None, Pictures.Make(1, 32).expand(count, -1, -1, -1).contiguous(), 0);

        static void AssertShare(AugmentationOptions options, Tensor images, double expected)
        {
            var before = images.clone();
            new AugmentationPipeline(options).Apply(images, new SeededRandom(11));
            var changed = (images != before).view(count, -1).any(1).to(ScalarType.Float32).mean().item<float>();
            Assert.InRange(changed, expected - 0.06, expected + 0.06);
        }
    }

    [Fact]
    public void Extras_are_off_unless_asked_for()
    {
        var options = new AugmentationOptions();
        Assert.Equal((0, 0, 0, 0), (options.BoxShift, options.BoxScale, options.Jpeg, options.LowResolution));
    }

    [Fact]
    public void Normalising_a_batch_equals_the_runtimes_rule()
    {
        using var scope = NewDisposeScope();
        var images = Pictures.Make(2, 32);
        foreach (var rule in new[] { PixelNormalizer.ImageNet, new PixelNormalizer(ChannelOrder.Bgr, [0.5f, 0.4f, 0.3f], [0.2f, 0.25f, 0.3f]) })
        {
            using var normalizer = new BatchNormalizer(rule, CPU);
            var values = normalizer.Apply(images);
            for (var i = 0; i < 50; i++)
            {
                var (image, plane, y, x) = (i % 2, i % 3, i * 7 % 32, i * 5 % 32);
                // RGB source: the byte that a BGR pixel keeps at SourceByteOf lies in channel 2 - SourceByteOf.
                var level = images[image, 2 - rule.SourceByteOf(plane), y, x].item<byte>();
                Assert.Equal(level * rule.FactorOf(plane) + rule.OffsetOf(plane), values[image, plane, y, x].item<float>(), 5);
            }
        }
    }

    [Fact]
    public void A_stream_depends_on_its_purpose_and_spreads_evenly()
    {
        Assert.NotEqual(new SeededRandom(1, 2, 3).NextBits(), new SeededRandom(1, 3, 2).NextBits());
        Assert.Equal(new SeededRandom(1, 2, 3).NextBits(), new SeededRandom(1, 2, 3).NextBits());
        var random = new SeededRandom(1);
        Assert.InRange(Enumerable.Range(0, 10000).Average(_ => random.NextDouble()), 0.49, 0.51);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => (long)i), random.Permutation(500).Order());
    }

    private static Tensor Augmented(long seed)
    {
        var images = Pictures.Make(24, 32);
        new AugmentationPipeline(new AugmentationOptions { Jpeg = 0.3f, LowResolution = 0.3f }).Apply(images, new SeededRandom(seed));
        return images;
    }
}
