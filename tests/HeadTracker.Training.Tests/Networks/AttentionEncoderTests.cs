using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Networks;

public sealed class AttentionEncoderTests : IDisposable
{
    private const int Input = 32;

    private static readonly ResNetShape Shape = new([2, 2, 2, 2], 16, Bottleneck: false);

    private readonly IDisposable _scope = NewDisposeScope();

    public AttentionEncoderTests() => manual_seed(5);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Masks_of_ones_give_every_task_the_trunks_maps_to_the_bit()
    {
        using var trunk = new ResNet(Shape);
        using var encoder = new AttentionEncoder(Shape, 2);
        using (no_grad())
        {
            // The last norm's shift is so large that the sigmoid is 1.
            foreach (var (name, parameter) in encoder.named_parameters())
            {
                if (name.StartsWith("masks.", StringComparison.Ordinal) && name.EndsWith("bn2.bias", StringComparison.Ordinal)) parameter.fill_(100);
            }
        }

        trunk.eval();
        encoder.eval();
        var images = rand(2, 3, Input, Input);
        var leaves = encoder.call(trunk, images);
        Assert.Equal(3, leaves.Count);
        var expected = trunk.StageFeatures(images);
        Assert.All(leaves, maps => Assert.All(maps.Zip(expected), pair => Assert.True(pair.First.eq(pair.Second).all().item<bool>())));
    }

    [Fact]
    public void A_task_masks_what_the_trunk_has_and_the_first_leaf_is_the_trunk_itself()
    {
        using var trunk = new ResNet(Shape);
        using var encoder = new AttentionEncoder(Shape, 2);
        var images = rand(4, 3, Input, Input);
        var leaves = encoder.call(trunk, images);
        for (var stage = 0; stage < ResNet.Stages; stage++)
        {
            Assert.True((leaves[1][stage] <= leaves[0][stage]).all().item<bool>());
            Assert.False(leaves[1][stage].eq(leaves[2][stage]).all().item<bool>());
            Assert.Equal(leaves[0][stage].shape, leaves[2][stage].shape);
        }

        // What a task takes of the first stage decides what it takes of the last: the last map's gradient reaches the first mask.
        leaves[1][^1].sum().backward();
        float Gradient(string name) => encoder.named_parameters().Single(one => one.name == name).parameter.grad?.abs().sum().item<float>() ?? 0;
        Assert.True(Gradient("masks.0.0.conv1.weight") > 0);
        Assert.Equal(0, Gradient("masks.0.1.conv1.weight"));
        Assert.Equal(ResNet.Stages, encoder.CommonStages);
        Assert.Empty(encoder.Units);
    }

    [Fact]
    public void Masks_follow_from_the_last_blocks_input_and_are_counted()
    {
        using var trunk = new ResNet(Shape);
        trunk.eval();
        var images = rand(2, 3, Input, Input);
        var maps = trunk.StageFeatures(images);
        for (var stage = 1; stage <= ResNet.Stages; stage++)
        {
            var (before, after) = trunk.LastBlock(stage == 1 ? images : maps[stage - 2], stage);
            Assert.True(after.eq(maps[stage - 1]).all().item<bool>());
            Assert.Equal(after.shape, before.shape);
            Assert.False(before.eq(after).all().item<bool>());
        }

        long Parameters(int tasks)
        {
            using var encoder = new AttentionEncoder(Shape, tasks);
            return ParameterCount.Of(encoder);
        }

        // Each mask has a quarter of the channels between its two layers, and two batch norms.
        var perTask = Enumerable.Range(1, ResNet.Stages).Sum(stage =>
        {
            long c = Shape.FeaturesAt(stage);
            return (stage > 1 ? 2 : 1) * c * (c / 4) + c / 4 * c + 2 * (c / 4 + c);
        });
        Assert.Equal(perTask, Parameters(3) - Parameters(2));
    }
}
