using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Pretext;
using HeadTracker.Training.Tests.Augmentation;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Pretext;

public sealed class ExemplarViewsTests
{
    [Fact]
    public void Two_views_differ_in_place_and_colour_and_follow_from_the_seed()
    {
        using var scope = NewDisposeScope();
        var images = Pictures.Make(4);
        var before = images.clone();
        var views = ExemplarViews.Draw(images, new SeededRandom(1));
        Assert.Equal([8, 3, 48, 48], views.shape);
        Assert.True(views.eq(ExemplarViews.Draw(images, new SeededRandom(1))).all().item<bool>());
        Assert.True(images.eq(before).all().item<bool>());
        Assert.All(Enumerable.Range(0, 4), i =>
        {
            Assert.False(views[i].eq(views[i + 4]).all().item<bool>());
            Assert.False(views[i].eq(images[i]).all().item<bool>());
        });
    }

    [Fact]
    public void What_is_left_stays_left()
    {
        using var scope = NewDisposeScope();
        var images = zeros([32, 3, 48, 48], ScalarType.Byte);
        images[.., .., .., ..24].fill_(200);
        var views = ExemplarViews.Draw(images, new SeededRandom(2)).to(ScalarType.Float32);
        Assert.True(views[.., .., .., ..24].mean([1, 2, 3]).gt(views[.., .., .., 24..].mean([1, 2, 3])).all().item<bool>());
    }
}
