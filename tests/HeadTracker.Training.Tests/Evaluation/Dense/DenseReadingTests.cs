using HeadTracker.Training.Evaluation.Dense;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Evaluation.Dense;

/// <summary>Clusters, segments found again, and classes followed through clips.</summary>
public sealed class DenseReadingTests
{
    [Fact]
    public void Clusters_are_found_in_each_set_by_itself()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        // Three heaps of ten points, in another place in the second set.
        var centres = tensor(new[,] { { 0f, 0 }, { 10, 0 }, { 0, 10 } });
        var heaps = centres.repeat_interleave(10, 0) + randn(30, 2) * 0.2;
        var assigned = KMeans.Assign(stack([heaps, heaps.flip(0) + 100]), 3);
        foreach (var set in new[] { assigned[0], assigned[1] })
        {
            var heapsOf = set.view(3, 10);
            Assert.True(heapsOf.eq(heapsOf.narrow(1, 0, 1)).all().item<bool>());
            Assert.Equal(3, heapsOf[.., 0].data<long>().ToArray().Distinct().Count());
        }
    }

    [Fact]
    public void More_clusters_than_kinds_of_points_leave_some_empty()
    {
        using var scope = NewDisposeScope();
        var points = tensor(new[] { 1f, 1, 5, 5 }).view(1, 4, 1);
        var assigned = KMeans.Assign(points, 3);
        Assert.Equal(2, assigned.data<long>().ToArray().Distinct().Count());
        var (means, counts) = KMeans.MeansOf(points, assigned, 3);
        Assert.Equal(4, counts.sum().item<float>());
        Assert.False(means.isnan().any().item<bool>());
    }

    [Fact]
    public void Segments_whose_features_are_their_classes_are_all_found_again()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var retrieval = new SegmentRetrieval(segments: 5, classes: 4);
        var (train, test) = (Classes(6), Classes(3));
        var (taught, asked) = (FeaturesOf(train), FeaturesOf(test));
        // Cells where nothing is known teach nothing and are not asked for.
        train[0].fill_(-1);
        test[.., 0, 0] = -1;
        retrieval.Learn(taught, train);
        retrieval.Add(asked, test);
        Assert.Equal(1, retrieval.MeanIou);
    }

    [Fact]
    public void Features_that_tell_nothing_find_little()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var retrieval = new SegmentRetrieval(segments: 5, classes: 4);
        var (train, test) = (Classes(6), Classes(6));
        retrieval.Learn(randn(6, 7, 4, 4), train);
        retrieval.Add(randn(6, 7, 4, 4), test);
        Assert.InRange(retrieval.MeanIou, 0, 0.5);
    }

    [Fact]
    public void A_square_that_moves_is_followed_where_features_move_with_it()
    {
        using var scope = NewDisposeScope();
        var truth = Moving(6, side: 8);
        var moved = new LabelPropagation(classes: 3);
        moved.Add(nn.functional.one_hot(truth, 3).to(ScalarType.Float32).permute(0, 3, 1, 2), truth);
        Assert.Equal((1, 1), (moved.Region, moved.Boundary));

        // Where they stay, so do the labels: a square of 3 that has moved by 1 … 5 cells overlaps by 2, 1 and none of its columns.
        var stays = new LabelPropagation(classes: 3);
        stays.Add(nn.functional.one_hot(arange(64), 64).to(ScalarType.Float32).t().view(1, 64, 8, 8).expand(6, -1, -1, -1).contiguous(), truth);
        Assert.Equal((6 / 12.0 + 3 / 15.0) / 5, stays.Region, 2);
        Assert.InRange(stays.Boundary, 0.05, 0.6);
    }

    [Fact]
    public void What_the_first_frame_does_not_show_is_not_asked_for()
    {
        using var scope = NewDisposeScope();
        var truth = zeros([3, 4, 4], ScalarType.Int64);
        truth[2].fill_(1);
        var propagation = new LabelPropagation(classes: 2);
        propagation.Add(ones(3, 2, 4, 4), truth);
        Assert.Equal((double.NaN, double.NaN), (propagation.Region, propagation.Boundary));
    }

    /// <summary>Images of two halves, each of a class that the image draws; labels twice as fine as features.</summary>
    private static Tensor Classes(int count)
    {
        var halves = randint(0, 4, [count, 1, 2], ScalarType.Int64);
        return halves.expand(-1, 8, -1).repeat_interleave(4, 2).contiguous();
    }

    private static Tensor FeaturesOf(Tensor classes)
    {
        var coarse = classes[.., TensorIndex.Slice(step: 2), TensorIndex.Slice(step: 2)];
        return nn.functional.one_hot(coarse, 4).to(ScalarType.Float32).permute(0, 3, 1, 2) * 3;
    }

    private static Tensor Moving(int frames, int side)
    {
        var truth = zeros([frames, side, side], ScalarType.Int64);
        for (var t = 0; t < frames; t++) truth[t].narrow(0, 2, 3).narrow(1, t, 3).fill_(1);
        return truth;
    }
}
