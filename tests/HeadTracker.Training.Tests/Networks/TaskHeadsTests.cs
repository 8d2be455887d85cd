using HeadTracker.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Networks;

public sealed class TaskHeadsTests : IDisposable
{
    private static readonly HeadShape[] Tasks = [new("depth", 1, Dense: true), new("glasses", 1, Dense: false), new("parts", 19, Dense: true)];

    private readonly IDisposable _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(32, 16, false)]
    [InlineData(50, 25, false)]
    [InlineData(33, 17, true)]
    public void Maps_have_half_of_the_images_side(int input, int side, bool bfloat16)
    {
        using var network = Network(input);
        var images = rand(2, 3, input, input).to(bfloat16 ? ScalarType.BFloat16 : ScalarType.Float32);
        var output = network.call(images);
        Assert.Equal([2, 1, side, side], output.Answers[0].shape);
        Assert.Equal([2, 1], output.Answers[1].shape);
        Assert.Equal([2, 19, side, side], output.Answers[2].shape);
        Assert.All(output.Answers, answer => Assert.Equal(ScalarType.Float32, answer.dtype));
    }

    [Fact]
    public void The_pose_is_what_the_plain_network_says_to_the_bit()
    {
        using var network = Network(32);
        network.eval();
        var images = rand(2, 3, 32, 32);
        var (with, without) = (network.call(images).Pose, network.Pose.call(images));
        Assert.True(with.Finest.eq(without.Finest).all().item<bool>());
        Assert.True(with.Regression!.eq(without.Regression!).all().item<bool>());
    }

    [Fact]
    public void Every_task_reaches_every_stage_of_the_backbone()
    {
        using var network = Network(32);
        for (var task = 0; task < Tasks.Length; task++)
        {
            network.zero_grad();
            network.call(rand(2, 3, 32, 32)).Answers[task].square().sum().backward();
            for (var stage = 1; stage <= ResNet.Stages; stage++)
            {
                Assert.True(network.Pose.Backbone.LastWeightOf(stage).grad!.abs().sum().item<float>() > 0, $"{Tasks[task].Name} at stage {stage}");
            }
        }
    }

    [Fact]
    public void The_finest_map_of_a_pyramid_is_the_sum_of_all()
    {
        using var pyramid = new FeaturePyramid(Tiny.Definition.Shape.Channels, 3);
        pyramid.eval();
        var one = Tensors(16, 8, 4, 2);
        var all = pyramid.call(one);
        Assert.Equal([1, 3, 16, 16], all.shape);
        // Only the coarsest changes: everything it is enlarged to changes with it.
        one[3] = one[3] + 1;
        Assert.True(pyramid.call(one).ne(all).flatten(2).any(2).any().item<bool>());

        Tensor[] Tensors(params int[] sides) => [.. sides.Select((side, i) => rand(1, Tiny.Definition.Shape.FeaturesAt(i + 1), side, side))];
    }

    private static MultiTaskNetwork Network(int input) => new(Tiny.Network(), new TaskHeads(Tiny.Definition.Shape, Tasks, input));
}
