using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Pretext;
using HeadTracker.Training.Tests.Augmentation;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Pretext;

public sealed class TwinViewsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Views_differ_from_each_other_and_follow_from_the_seed(bool puzzled)
    {
        using var scope = NewDisposeScope();
        var images = Pictures.Make(4);
        var before = images.clone();
        var views = new TwinViews(puzzled ? new RegionGrid(3) : null);
        var (first, second) = views.Draw(images, new SeededRandom(1));
        var (again, _) = views.Draw(images, new SeededRandom(1));
        Assert.Equal(images.shape, first.shape);
        Assert.Equal(ScalarType.Byte, second.dtype);
        Assert.True(first.eq(again).all().item<bool>());
        Assert.All(Enumerable.Range(0, 4), i => Assert.False(first[i].eq(second[i]).all().item<bool>()));
        Assert.True(images.eq(before).all().item<bool>());
    }

    [Fact]
    public void Both_views_of_an_image_are_turned_alike()
    {
        using var scope = NewDisposeScope();
        // White above, black below: the bright side of both views tells the turn, whatever crop, noise and colours did.
        var images = zeros([24, 3, 48, 48], ScalarType.Byte);
        images[.., .., ..24, ..].fill_(255);
        var (first, second) = new TwinViews(null).Draw(images, new SeededRandom(2));
        var turns = Enumerable.Range(0, 24).Select(i => BrightSide(first[i])).ToArray();
        Assert.Equal(turns, Enumerable.Range(0, 24).Select(i => BrightSide(second[i])));
        Assert.Equal([0, 1, 2, 3], turns.Distinct().Order());
    }

    /// <summary>Of a checkerboard, resolution lost by 2, 3 or 4 leaves three different pictures; in one batch all of them come up.</summary>
    [Fact]
    public void Each_image_loses_resolution_by_a_factor_of_its_own()
    {
        using var scope = NewDisposeScope();
        var one = (arange(48).unsqueeze(0) / 5 + arange(48).unsqueeze(1) / 7).to(ScalarType.Int64).remainder(2).mul(255).to(ScalarType.Byte);
        var images = one.expand(400, 3, 48, 48).clone();
        TwinViews.Soften(images, new SeededRandom(3));
        var found = new[] { 2, 3, 4 }.Select(divisor => LowResolution.Apply(one.expand(1, 3, 48, 48).clone(), divisor))
            .Select(expected => Enumerable.Range(0, 400).Count(i => images[i].eq(expected[0]).all().item<bool>())).ToArray();
        // A fifth of the images change, half of those lose resolution: 13 of each factor in the mean.
        Assert.All(found, count => Assert.InRange(count, 4, 26));
    }

    private static int BrightSide(Tensor image)
    {
        var values = image.to(ScalarType.Float32);
        float[] sides = [Mean(values[.., ..24, ..]), Mean(values[.., .., ..24]), Mean(values[.., 24.., ..]), Mean(values[.., .., 24..])];
        return Array.IndexOf(sides, sides.Max());
    }

    private static float Mean(Tensor part) => part.mean().item<float>();
}
