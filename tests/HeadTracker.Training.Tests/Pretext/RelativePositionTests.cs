using System.Numerics;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Pretext;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Pretext;

public sealed class RelativePositionTests
{
    private const int Count = 400, Side = 64;

    /// <summary>Red says how far right a pixel lies, green how far down, so that a patch's mean colour says where it was cut out.</summary>
    [Fact]
    public void Patches_lie_where_their_class_says_and_swapped_ones_the_opposite_way()
    {
        using var scope = NewDisposeScope();
        var across = (arange(Side) * 3).to(ScalarType.Byte);
        var image = zeros([1, 3, Side, Side], ScalarType.Byte);
        image[0, 0] = across.unsqueeze(0).expand(Side, Side);
        image[0, 1] = across.unsqueeze(1).expand(Side, Side);
        var pairs = RelativePosition.Draw(Count, new SeededRandom(1));
        var (first, second) = Places(image, pairs);
        var (swappedFirst, swappedSecond) = Places(image, [.. pairs.Select(pair => pair.Swap())]);
        for (var i = 0; i < Count; i++)
        {
            Assert.Equal(RelativePosition.DirectionOf(pairs[i].Position), Signs(second[i] - first[i]));
            Assert.Equal(7 - pairs[i].Position, pairs[i].Swap().Position);
            Assert.Equal(RelativePosition.DirectionOf(pairs[i].Swap().Position), Signs(swappedSecond[i] - swappedFirst[i]));
        }
    }

    [Fact]
    public void Pairs_lie_inside_at_any_place_with_a_gap_and_at_all_positions_about_as_often()
    {
        var pairs = RelativePosition.Draw(Count, new SeededRandom(2));
        Assert.All(pairs, pair =>
        {
            foreach (var middle in (Vector2[])[pair.First, pair.Second]) Assert.True(MathF.Max(MathF.Abs(middle.X), MathF.Abs(middle.Y)) <= 0.375f + 1e-6f);
            var distance = Vector2.Abs(pair.Second - pair.First);
            Assert.True(MathF.Max(distance.X, distance.Y) > 0.25f, $"{pair} overlaps");
        });
        // 50 of each; the standard deviation is 7.
        Assert.All(Enumerable.Range(0, RelativePosition.Classes), position => Assert.InRange(pairs.Count(pair => pair.Position == position), 25, 75));
        Assert.True(pairs.Max(pair => pair.First.X) - pairs.Min(pair => pair.First.X) > 0.5f);
        Assert.Equal(pairs, RelativePosition.Draw(Count, new SeededRandom(2)));
        Assert.Equal(Count, pairs.Select(pair => pair.Second - pair.First).Distinct().Count());
    }

    [Fact]
    public void One_channel_of_three_is_kept_and_each_about_as_often()
    {
        using var scope = NewDisposeScope();
        var kept = RelativePosition.KeptChannels(300, new SeededRandom(3), CPU);
        Assert.Equal([300, 3, 1, 1], kept.shape);
        Assert.True(kept.sum(1).eq(1).all().item<bool>());
        Assert.All(kept.sum([0, 2, 3]).data<float>().ToArray(), count => Assert.InRange(count, 70, 130));
    }

    private static (Vector2[] First, Vector2[] Second) Places(Tensor image, PatchPair[] pairs)
    {
        var patches = RelativePosition.Cut(image.expand(pairs.Length, -1, -1, -1), pairs);
        Assert.Equal([2 * pairs.Length, 3, Side / 2, Side / 2], patches.shape);
        var means = patches.to(ScalarType.Float32).mean([2, 3]).data<float>().ToArray().Chunk(3).Select(mean => new Vector2(mean[0], mean[1])).ToArray();
        return (means[..pairs.Length], means[pairs.Length..]);
    }

    /// <summary>A pixel is three levels: the jitter 4 of them at most, a step to the next patch 60.</summary>
    private static Vector2 Signs(Vector2 way)
    {
        return new(Sign(way.X), Sign(way.Y));

        static float Sign(float levels) => MathF.Abs(levels) < 20 ? 0 : MathF.Sign(levels);
    }
}
