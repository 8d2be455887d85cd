using HeadTracker.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Networks;

public sealed class SingleTaskingEncoderTests : IDisposable
{
    private readonly IDisposable _scope = NewDisposeScope();

    public SingleTaskingEncoderTests() => manual_seed(8);

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_task_that_adapts_nothing_and_lets_all_through_has_the_trunks_features(bool bottleneck)
    {
        var (trunk, encoder) = Make(bottleneck, plain: false);
        Open(encoder, 1);
        var images = rand(2, 3, 64, 64);
        var leaves = encoder.call(trunk, images);
        Assert.Equal(2, leaves.Count);
        Assert.All(leaves[1].Zip(trunk.StageFeatures(images)), pair => Assert.True(pair.First.eq(pair.Second).all().item<bool>()));
        // The other one's gates are half open.
        Assert.False(leaves[0][3].allclose(leaves[1][3]));
    }

    [Fact]
    public void The_pose_keeps_to_the_trunk_and_each_task_learns_the_trunk_and_its_own()
    {
        var (trunk, encoder) = Make(bottleneck: false, plain: true);
        var images = rand(2, 3, 64, 64);
        var leaves = encoder.call(trunk, images);
        Assert.Equal(3, leaves.Count);
        Assert.All(leaves[0].Zip(trunk.StageFeatures(images)), pair => Assert.True(pair.First.eq(pair.Second).all().item<bool>()));
        leaves[1][3].square().sum().backward();
        Assert.True(trunk.LastWeightOf(2).grad!.abs().sum().item<float>() > 0);
        Assert.All(encoder.AdaptersOf(0).SelectMany(adapter => adapter.parameters()), parameter => Assert.NotNull(parameter.grad));
        Assert.All(encoder.AdaptersOf(1).SelectMany(adapter => adapter.parameters()), parameter => Assert.Null(parameter.grad));
    }

    private static (ResNet, SingleTaskingEncoder) Make(bool bottleneck, bool plain)
    {
        var shape = new ResNetShape([1, 2, 1, 1], 4, bottleneck);
        var (trunk, encoder) = (new ResNet(shape), new SingleTaskingEncoder(shape, 2, plain));
        trunk.eval();
        encoder.eval();
        return (trunk, encoder);
    }

    private static void Open(SingleTaskingEncoder encoder, int task)
    {
        using var none = no_grad();
        foreach (var adapter in encoder.AdaptersOf(task))
        {
            adapter.Gate.Excite.weight!.zero_();
            adapter.Gate.Excite.bias!.fill_(200);
        }
    }
}
