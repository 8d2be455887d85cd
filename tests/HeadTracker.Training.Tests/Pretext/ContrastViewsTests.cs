using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Pretext;
using HeadTracker.Training.Tests.Augmentation;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Pretext;

public sealed class ContrastViewsTests
{
    [Fact]
    public void Crops_have_the_areas_of_the_thesis_and_lie_inside_the_image()
    {
        var drawn = Draw(new ViewCrops { Small = 4 });
        Assert.All(drawn.SelectMany(set => set.Small.Append(set.Anchor).Append(set.Positive)), box =>
            Assert.True(box.X >= 0 && box.Y >= 0 && box.X + box.Side <= 1.0001f && box.Y + box.Side <= 1.0001f, $"{box}"));
        var large = drawn.SelectMany(set => new[] { set.Anchor.Area, set.Positive.Area }).ToArray();
        Assert.InRange(large.Min(), 0.2f, 0.21f);
        Assert.InRange(large.Max(), 0.98f, 1);
        var small = drawn.SelectMany(set => set.Small).Select(box => box.Area).ToArray();
        Assert.InRange(small.Min(), 0.0499f, 0.051f);
        Assert.InRange(small.Max(), 0.139f, 0.1401f);
    }

    [Fact]
    public void Constrained_crops_overlap_the_anchor_and_others_need_not()
    {
        var constrained = Draw(new ViewCrops { Small = 4, Constrained = true });
        Assert.All(constrained, set => Assert.All(set.Small, box => Assert.True(box.ShareIn(set.Anchor) >= ViewCrops.LeastShare - 1e-5f, $"{box}")));
        Assert.Contains(Draw(new ViewCrops { Small = 4 }), set => set.Small.Any(box => box.ShareIn(set.Anchor) == 0));
    }

    /// <summary>Also where ten tries in a row miss: the smallest anchor lies in a corner now and then.</summary>
    [Fact]
    public void A_crop_that_is_put_inside_the_anchor_lies_in_it()
    {
        var (random, anchor) = (new SeededRandom(5), new CropBox(0.5f, 0.5f, 0.45f));
        for (var i = 0; i < 100; i++) Assert.Equal(1, CropBox.Draw(random, 0.05f, 0.14f).Inside(anchor, random).ShareIn(anchor), 4);
    }

    [Fact]
    public void A_lower_threshold_makes_anchor_and_positive_overlap_less()
    {
        var free = Draw(new ViewCrops()).Average(Overlap);
        // An anchor that shows nearly all leaves no crop of a fifth that overlaps it by less than a fifth.
        var limited = Draw(new ViewCrops { LargestOverlap = 0.25f }).Average(Overlap);
        Assert.True(limited < free / 2, $"{limited} of {free}");
        Assert.All(Draw(new ViewCrops { LargestOverlap = 0.5f }), set => Assert.InRange(Overlap(set), 0, 0.5f));

        static float Overlap(CropSet set) => set.Anchor.IntersectionOverUnion(set.Positive);
    }

    [Fact]
    public void Overlaps_by_hand()
    {
        var (left, right) = (new CropBox(0, 0, 0.5f), new CropBox(0.25f, 0.25f, 0.5f));
        Assert.Equal(0.25f, left.ShareIn(right), 5);
        Assert.Equal(1 / 7f, left.IntersectionOverUnion(right), 5);
        Assert.Equal(0, left.ShareIn(new CropBox(0.6f, 0, 0.4f)));
    }

    [Theory]
    [InlineData(ViewPolicy.Standard)]
    [InlineData(ViewPolicy.AutoAugment)]
    [InlineData(ViewPolicy.Either)]
    public void Views_have_their_sizes_and_follow_from_the_seed(ViewPolicy policy)
    {
        using var scope = NewDisposeScope();
        var images = Pictures.Make(6);
        var before = images.clone();
        var views = new ContrastViews(new ViewCrops { Small = 2 }, Large: 24, SmallSize: 16, policy, Flip: 0);
        var drawn = views.Draw(images, new SeededRandom(1));
        Assert.Equal([6, 3, 24, 24], drawn.Anchors.shape);
        Assert.Equal([12, 3, 16, 16], drawn.Small!.shape);
        Assert.Equal(ScalarType.Byte, drawn.Positives.dtype);
        Assert.True(drawn.Small.eq(views.Draw(images, new SeededRandom(1)).Small!).all().item<bool>());
        Assert.All(Enumerable.Range(0, 6), i => Assert.False(drawn.Anchors[i].eq(drawn.Positives[i]).all().item<bool>()));
        Assert.True(images.eq(before).all().item<bool>());
    }

    [Fact]
    public void A_flip_mirrors_what_a_crop_shows_and_none_is_drawn_unless_asked_for()
    {
        using var scope = NewDisposeScope();
        // Brighter to the right: a view's slope tells whether it is flipped, its mean where it was.
        var images = (arange(64) * 4).to(ScalarType.Byte).expand(300, 3, 64, 64).clone();
        Assert.All(SlopesOf(0), slope => Assert.True(slope > 0));
        var flipped = SlopesOf(0.5f);
        Assert.InRange(flipped.Count(slope => slope < 0), 110, 190);

        float[] SlopesOf(float flip)
        {
            var views = new ContrastViews(new ViewCrops(), Large: 32, SmallSize: 16, ViewPolicy.Standard, flip);
            var anchors = views.Draw(images, new SeededRandom(3)).Anchors.to(ScalarType.Float32).mean([1, 2]);
            return (anchors[.., 31] - anchors[.., 0]).data<float>().ToArray();
        }
    }

    private static CropSet[] Draw(ViewCrops crops)
    {
        var random = new SeededRandom(1);
        return [.. Enumerable.Range(0, 1000).Select(_ => crops.Draw(random))];
    }
}
