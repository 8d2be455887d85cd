using HeadTracker.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Networks;

/// <summary>What passes between tasks in MTI-Net's feature propagation and PAP-Net.</summary>
public sealed class PropagationTests : IDisposable
{
    private readonly IDisposable _scope = NewDisposeScope();

    public PropagationTests() => manual_seed(6);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void The_attention_of_feature_propagation_sums_to_one_over_tasks()
    {
        using var module = new FeaturePropagation(["a", "b", "c"], 5);
        var mask = module.MaskOf([rand(2, 5, 4, 4), rand(2, 5, 4, 4), rand(2, 5, 4, 4)]);
        Assert.Equal([2, 3, 5, 4, 4], mask.shape);
        Assert.True(mask.sum(1).allclose(ones(2, 5, 4, 4)));
        // Over the tasks alone: channels are weighed apart from each other.
        Assert.False(mask.sum(2).allclose(full(2, 3, 4, 4, 5f / 3)));
    }

    [Fact]
    public void Feature_propagation_whose_gates_are_closed_changes_nothing()
    {
        using var module = new FeaturePropagation(["a", "b"], 6);
        Tensor[] features = [rand(2, 6, 4, 4), rand(2, 6, 4, 4)];
        Assert.False(module.call(features)[0].allclose(features[0]));
        foreach (var gate in module.Gates) Close(gate);
        Assert.All(module.call(features).Zip(features), pair => Assert.True(pair.First.eq(pair.Second).all().item<bool>()));
    }

    [Fact]
    public void A_gate_lets_a_share_of_each_channel_through()
    {
        using var gate = new ChannelGate(32);
        var input = rand(2, 32, 3, 3) + 1;
        var shares = gate.call(input) / input;
        var flat = shares.flatten(2);
        Assert.True((flat.amax([2]) - flat.amin([2])).max().item<float>() < 1e-6);
        Assert.InRange(shares.min().item<float>(), 0.01f, 1);
        Assert.InRange(shares.max().item<float>(), 0, 0.99f);
        // Hidden units: a sixteenth of the channels, at least four.
        Assert.Equal([4, 32], gate.state_dict()["squeeze.weight"].shape);
        using var wide = new ChannelGate(128);
        Assert.Equal([8, 128], wide.state_dict()["squeeze.weight"].shape);
    }

    [Fact]
    public void Affinities_of_pixels_and_the_weights_of_tasks_are_convex()
    {
        var affinity = PixelPropagation.AffinityOf(randn(2, 5, 3, 4));
        Assert.Equal([2, 12, 12], affinity.shape);
        Assert.True(affinity.sum(2).allclose(ones(2, 12)));
        Assert.True(affinity.ge(0).all().item<bool>());

        using var module = new PixelPropagation([new("a", 1, true), new("b", 1, true), new("c", 1, true, Auxiliary: true)]);
        using (no_grad()) module.parameters().Single().copy_(randn(2, 3));
        Assert.True(module.Mixture.sum(1).allclose(ones(2)));
        Assert.Equal(2, module.call([rand(1, 4, 6, 6), rand(1, 4, 6, 6), rand(1, 4, 6, 6)]).Count);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(3)]
    public void Spreading_along_the_identity_changes_nothing(int coarse)
    {
        var features = rand(2, 5, 6, 6);
        var small = nn.functional.adaptive_avg_pool2d(features, [coarse, coarse]);
        var same = PixelPropagation.Spread(features, small, eye(coarse * coarse).expand(2, -1, -1));
        Assert.True(same.allclose(features, 1e-5, 1e-6));
    }

    [Fact]
    public void Spreading_gives_each_place_the_mean_of_those_it_is_like()
    {
        var features = rand(1, 2, 2, 2);
        var all = PixelPropagation.Spread(features, features, full(1, 4, 4, 0.25f));
        Assert.True(all.allclose(features.mean([2, 3], keepdim: true).expand(-1, -1, 2, 2), 1e-5, 1e-6));
    }

    private static void Close(ChannelGate gate)
    {
        using var none = no_grad();
        gate.Excite.weight!.zero_();
        gate.Excite.bias!.fill_(-200);
    }
}
