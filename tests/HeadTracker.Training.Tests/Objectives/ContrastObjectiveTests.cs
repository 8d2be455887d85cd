using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Objectives;

public sealed class ContrastObjectiveTests
{
    private const double Temperature = 0.5;

    /// <summary>One anchor along x, a positive at cosine 0.6 to it, a queue of K = 2 along y and x.</summary>
    [Fact]
    public void By_hand_with_a_queue_of_two()
    {
        using var scope = NewDisposeScope();
        var (anchor, positive) = (tensor(new[,] { { 1f, 0 } }), tensor(new[,] { { 0.6f, 0.8f } }));
        var queue = tensor(new[,] { { 0f, 1 }, { 1, 0 } });
        var (alike, first, second) = (Math.Exp(0.6 / Temperature), Math.Exp(0.8 / Temperature), Math.Exp(0.6 / Temperature));
        Assert.Equal(-Math.Log(alike / (alike + first + second)), ContrastObjective.Of(positive, anchor, queue, Temperature).item<float>(), 5);

        // By its features the positive is nearest to the second key; the denominator is the queue alone.
        var (features, queueFeatures) = (tensor(new[,] { { 0f, 5, 0 } }), tensor(new[,] { { 1f, 0, 0 }, { 0, 1, 0 } }));
        Assert.Equal(
            -Math.Log(second / (first + second)),
            ContrastObjective.OfNeighbours(positive, features, queue, queueFeatures, count: 1, Temperature).item<float>(), 5);
    }

    [Fact]
    public void Of_several_positives_each_meets_its_own_images_anchor()
    {
        using var scope = NewDisposeScope();
        var (anchors, queue) = (Directions(3, 4, 1), Directions(5, 4, 2));
        var (first, second) = (Directions(3, 4, 3), Directions(3, 4, 4));
        var apart = (ContrastObjective.Of(first, anchors, queue, Temperature) + ContrastObjective.Of(second, anchors, queue, Temperature)) / 2;
        Assert.Equal(apart.item<float>(), ContrastObjective.Of(cat([first, second]), anchors, queue, Temperature).item<float>(), 5);
        Assert.NotEqual(apart.item<float>(), ContrastObjective.Of(cat([first, second]), anchors.flip(0), queue, Temperature).item<float>(), 3);
    }

    [Fact]
    public void Features_that_have_collapsed_cost_the_logarithm_of_all_choices()
    {
        using var scope = NewDisposeScope();
        var same = Directions(1, 8, 1);
        Assert.Equal(Math.Log(7 + 1), ContrastObjective.Of(same.expand(4, 8), same.expand(2, 8), same.expand(7, 8), 0.2).item<float>(), 5);
    }

    [Fact]
    public void As_many_neighbours_as_keys_are_the_mean_over_all()
    {
        using var scope = NewDisposeScope();
        var (positives, queue) = (Directions(4, 6, 1), Directions(9, 6, 2));
        var loss = ContrastObjective.OfNeighbours(positives, Directions(4, 3, 3), queue, Directions(9, 3, 4), count: 9, Temperature);
        var expected = -(positives.matmul(queue.t()) / Temperature).log_softmax(1).mean();
        Assert.Equal(expected.item<float>(), loss.item<float>(), 5);
    }

    [Fact]
    public void Anchors_queue_and_the_choice_of_neighbours_get_no_gradient()
    {
        using var scope = NewDisposeScope();
        var (positives, features) = (Directions(4, 6, 1).requires_grad_(), Directions(4, 3, 2).requires_grad_());
        var (anchors, queue) = (Directions(2, 6, 3).requires_grad_(), Directions(9, 6, 4).requires_grad_());
        var loss = ContrastObjective.Of(positives, anchors, queue, Temperature)
            + ContrastObjective.OfNeighbours(positives, features, queue, Directions(9, 3, 5), count: 2, Temperature);
        loss.backward();
        Assert.Null(anchors.grad);
        Assert.Null(queue.grad);
        Assert.Null(features.grad);
        Assert.True(positives.grad!.abs().sum().item<float>() > 0);
    }

    [Fact]
    public void Steps_lower_both()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var head = new ContrastHead(12, 8);
        var (features, anchors, queue) = (randn(16, 12), Directions(16, 8, 2), Directions(32, 8, 3));
        Descent.AssertLowers(head, () => ContrastObjective.Of(head.call(features), anchors, queue, 0.2));
        var queueFeatures = Directions(32, 12, 4);
        Descent.AssertLowers(head, () => ContrastObjective.OfNeighbours(head.call(features), features, queue, queueFeatures, 2, 0.2));
    }

    private static Tensor Directions(int count, int size, int seed)
    {
        manual_seed(seed);
        return nn.functional.normalize(randn(count, size));
    }
}
