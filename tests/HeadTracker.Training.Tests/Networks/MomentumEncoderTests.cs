using HeadTracker.Training.Networks;
using HeadTracker.Training.Pretext;
using HeadTracker.Training.Stages;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Networks;

public sealed class MomentumEncoderTests
{
    private const int Outputs = 6;
    private static readonly ResNetShape Shape = Tiny.Definition.Shape;

    [Fact]
    public void A_momentum_of_1_never_changes_it_and_one_of_0_copies()
    {
        using var scope = NewDisposeScope();
        var (backbone, head, momentum) = Make();
        var before = Values(momentum);
        using (no_grad())
        {
            foreach (var weight in backbone.parameters().Concat(head.parameters())) weight.add_(0.25);
        }

        momentum.Follow(1);
        Assert.All(before, entry => Assert.True(entry.Value.eq(Values(momentum)[entry.Key]).all().item<bool>(), entry.Key));
        momentum.Follow(0);
        foreach (var (name, weight) in backbone.named_parameters()) Assert.True(Values(momentum)[$"backbone.{name}"].eq(weight).all().item<bool>(), name);
        foreach (var (name, weight) in head.named_parameters()) Assert.True(Values(momentum)[$"head.{name}"].eq(weight).all().item<bool>(), name);
    }

    [Fact]
    public void Between_the_two_it_is_the_weighted_mean()
    {
        using var scope = NewDisposeScope();
        var (_, head, momentum) = Make();
        var before = Values(momentum)["head.linear1.bias"];
        using (no_grad()) head.get_parameter("linear1.bias")!.add_(1);
        momentum.Follow(0.75);
        Assert.True((before + 0.25).allclose(Values(momentum)["head.linear1.bias"]));
    }

    [Fact]
    public void Keys_have_no_graph_and_its_weights_are_no_parameters()
    {
        using var scope = NewDisposeScope();
        var (backbone, head, momentum) = Make();
        var (features, keys) = momentum.KeysOf(randn(4, 3, 32, 32), [2, 0, 3, 1], groups: 1);
        Assert.False(keys.requires_grad || features.requires_grad);
        // Nor are they when it trains along with others.
        var along = new Companions(("momentum", momentum));
        Assert.Empty(along.parameters());
        Assert.Equal(momentum.state_dict().Keys.Select(name => $"momentum.{name}").Order(), along.state_dict().Keys.Order());
        Assert.Equal(backbone.state_dict().Count + head.state_dict().Count, momentum.state_dict().Count);
        Assert.True(keys.norm(1).allclose(ones(4)));
    }

    [Fact]
    public void Groups_are_normalised_by_themselves_and_come_back_in_the_images_order()
    {
        using var scope = NewDisposeScope();
        var (_, _, momentum) = Make();
        var images = randn(4, 3, 32, 32);
        var (_, whole) = momentum.KeysOf(images, [0, 1, 2, 3], groups: 1);
        var (_, shuffled) = momentum.KeysOf(images, [3, 1, 0, 2], groups: 1);
        // One group has the batch's statistics in any order.
        Assert.True(whole.allclose(shuffled, atol: 1e-5));

        var (_, grouped) = momentum.KeysOf(images, [3, 1, 0, 2], groups: 2);
        Assert.False(whole.allclose(grouped, atol: 1e-3));
        var (_, first) = momentum.KeysOf(images.index_select(0, tensor(new long[] { 3, 1 })), [0, 1], groups: 1);
        var (_, second) = momentum.KeysOf(images.index_select(0, tensor(new long[] { 0, 2 })), [0, 1], groups: 1);
        Assert.True(grouped.allclose(stack([second[0], first[1], second[1], first[0]]), atol: 1e-5));
    }

    [Fact]
    public void A_queue_takes_keys_in_turn_and_wraps_with_the_features_under_them()
    {
        using var scope = NewDisposeScope();
        using var queue = new KeyQueue(length: 5, outputs: 1, features: 2, CPU);
        for (var batch = 0; batch < 3; batch++)
        {
            var keys = arange(2 * batch, 2 * batch + 2, ScalarType.Float32).view(2, 1);
            queue.Enqueue(keys, cat([keys, ones(2, 1)], 1) * 3);
        }

        // 0 … 5 into five places: the sixth has taken the first one's.
        Assert.Equal([5f, 1, 2, 3, 4], queue.Keys.data<float>().ToArray());
        Assert.Equal(queue.Keys.squeeze(1), queue.Features![.., 0] / queue.Features[.., 1], (left, right) => left.allclose(right));
        Assert.True(queue.Features.norm(1).allclose(ones(5)));
        Assert.Equal(["features", "keys", "next"], queue.state_dict().Keys.Order());
        Assert.Equal(1, queue.state_dict()["next"].item<long>());
        Assert.Empty(queue.parameters());
    }

    private static (ResNet Backbone, ContrastHead Head, MomentumEncoder Momentum) Make()
    {
        manual_seed(1);
        var (backbone, head) = (new ResNet(Shape), new ContrastHead(Shape.Features, Outputs));
        return (backbone, head, new MomentumEncoder(backbone, head, Outputs, CPU));
    }

    private static Dictionary<string, Tensor> Values(MomentumEncoder momentum) =>
        momentum.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
}
