using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Networks;

public sealed class BranchedEncoderTests : IDisposable
{
    private const int Input = 32;

    private static readonly HeadShape[] Tasks = [new("depth", 1, Dense: true), new("glasses", 1, Dense: false), new("parts", 19, Dense: true)];

    private static readonly TaskTree Tree = new([[0, 0, 0], [0, 0, 0], [0, 1, 0], [0, 1, 2]]);

    private readonly IDisposable _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Leaves_begin_where_they_part_from_an_earlier_one()
    {
        Assert.Equal([(0, 0), (2, 0), (3, 0)], Tree.Leaves);
        Assert.Equal([(0, 0), (0, 1), (1, 0), (3, 2)], new TaskTree([[0, 1, 0, 0], [0, 1, 2, 2], [0, 1, 2, 2], [0, 1, 2, 3]]).Leaves);
        Assert.Equal((2, 0), (Tree.Common, new TaskTree([[0, 1]]).Common));
        Assert.Equal([0, 1, 0, 2], TaskTree.Numbered(["b", "a", "b", "c"]));
        Assert.True(TaskTree.Refines([0, 1, 2, 1], [0, 1, 0, 1]));
        Assert.False(TaskTree.Refines([0, 1, 0, 1], [0, 1, 2, 1]));
    }

    [Fact]
    public void One_branch_is_the_encoder_and_heads_that_tasks_share_to_the_bit()
    {
        var (pose, heads) = (Tiny.Network(), new TaskHeads(Tiny.Definition.Shape, Tasks, Input));
        using var network = new MultiTaskNetwork(pose, new BranchedEncoder(Tiny.Definition.Shape, TaskTree.Trunk(3, ResNet.Stages)), [heads]);
        network.eval();
        var images = rand(2, 3, Input, Input);
        var expected = heads.call(pose.Backbone.StageFeatures(images));
        var output = network.call(images);
        Assert.All(expected.Zip(output.Answers), pair => Assert.True(pair.First.Final.eq(pair.Second).all().item<bool>()));
        Assert.Equal(ResNet.Stages, network.SharedStage);
        // What older checkpoints have.
        Assert.Empty(network.Encoder.state_dict());
        Assert.Same(heads, network.Along.First().Module);
        Assert.Equal(ParameterCount.Of(pose, heads), ParameterCount.Of(network));
    }

    [Fact]
    public void A_tree_that_is_split_at_the_root_is_a_network_for_each_task()
    {
        var singles = Tasks.Select((task, i) => new MultiTaskNetwork(Tiny.Network(i + 1), new TaskHeads(Tiny.Definition.Shape, [task], Input))).ToArray();
        var encoder = new BranchedEncoder(Tiny.Definition.Shape, new([.. Enumerable.Repeat(new[] { 0, 1, 2 }, ResNet.Stages)]));
        foreach (var (own, single) in encoder.Encoders.Zip(singles.Skip(1))) own.load_state_dict(single.Pose.Backbone.state_dict());
        using var network = new MultiTaskNetwork(singles[0].Pose, encoder, singles.Select(single => single.Heads[0]));
        network.eval();
        foreach (var single in singles) single.eval();
        var images = rand(2, 3, Input, Input);
        var answers = network.call(images).Answers;
        Assert.All(singles.Zip(answers), pair => Assert.True(pair.First.call(images).Answers[0].eq(pair.Second).all().item<bool>()));
        Assert.Equal(0, network.Encoder.CommonStages);
    }

    [Fact]
    public void Every_branch_of_a_stage_counts_once()
    {
        using var network = Network(Tree);
        var (pose, heads) = (network.Pose, network.Heads);
        var stages = Enumerable.Range(1, ResNet.Stages).ToArray();
        Assert.Equal(
            ParameterCount.Of([pose.Heads, .. heads]) + stages.Sum(stage => Tree.Widths[stage - 1] * pose.Backbone.ParametersOf(stage)),
            ParameterCount.Of(network));

        long[] upTo = [.. stages.Select(stage => MultiplyAdds.Of([pose], Input, Input, image => pose.Backbone.FeaturesAt(image, stage))).Prepend(0)];
        var maps = pose.Backbone.StageFeatures(zeros(1, 3, Input, Input));
        var ends = heads.Sum(own => MultiplyAdds.Of([own], Input, Input, _ => own.call(maps)))
            + MultiplyAdds.Of([pose.Heads], Input, Input, _ => pose.Heads.call(zeros(1, Tiny.Definition.Shape.Features)));
        Assert.Equal(ends + stages.Sum(stage => Tree.Widths[stage - 1] * (upTo[stage] - upTo[stage - 1])), MultiplyAdds.Of(network, Input, Input));
    }

    [Fact]
    public void Branches_start_as_the_trunk_and_learn_from_their_own_tasks_alone()
    {
        using var network = Network(Tree);
        network.Encoder.StartFrom(network.Pose.Backbone);
        network.eval();
        var images = rand(2, 3, Input, Input);
        var leaves = network.Encoder.call(network.Pose.Backbone, images);
        Assert.Equal(3, leaves.Count);
        Assert.All(leaves, maps => Assert.All(maps.Zip(leaves[0]), pair => Assert.True(pair.First.eq(pair.Second).all().item<bool>())));
        Assert.Same(leaves[0][1], leaves[1][1]);
        Assert.Same(leaves[0][2], leaves[2][2]);

        // The second task leaves the trunk after its second stage.
        network.call(images).Answers[1].square().sum().backward();
        float Gradient(ResNet encoder, int stage) => encoder.LastWeightOf(stage).grad is { } gradient ? gradient.abs().sum().item<float>() : 0;
        Assert.True(Gradient(network.Pose.Backbone, 2) > 0);
        Assert.Equal(0, Gradient(network.Pose.Backbone, 3));
        Assert.True(Gradient(network.Encoder.Encoders[0], 3) > 0);
        Assert.Equal(0, Gradient(network.Encoder.Encoders[1], 4));
        Assert.Equal(2, network.SharedStage);
        Assert.Equal(leaves[0][1].shape, network.call(images).Shared.shape);
    }

    private static MultiTaskNetwork Network(TaskTree tree) => new(
        Tiny.Network(), new BranchedEncoder(Tiny.Definition.Shape, tree), Tasks.Select(task => new TaskHeads(Tiny.Definition.Shape, [task], Input)));
}
