using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Pretext;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Objectives;

public sealed class PretextObjectiveTests
{
    [Fact]
    public void Is_fifty_times_the_heads_summed_cross_entropies()
    {
        using var scope = NewDisposeScope();
        // Two regions: the right piece has probability 0.8 and 0.5, the right turn 1/4 and 4/7.
        var pieces = tensor(new float[,,] { { { MathF.Log(4), 0 }, { 0, 0 } } });
        var turns = tensor(new float[,,] { { { 0, 0, 0, 0 }, { 0, 0, MathF.Log(4), 0 } } });
        using var labels = new PretextLabels(tensor(new long[] { 0, 1 }).view(1, 2), tensor(new long[] { 3, 2 }).view(1, 2));

        var puzzle = -Math.Log(0.8) - Math.Log(0.5);
        var rotation = -Math.Log(1 / 4.0) - Math.Log(4 / 7.0);
        Assert.Equal(50 * (puzzle + rotation), PretextObjective.Of(new PretextOutput(pieces, turns), labels).item<float>(), 3);
        Assert.Equal(rotation, PretextObjective.Of(new PretextOutput(null, turns), labels with { Pieces = null }, weight: 1).item<float>(), 4);
    }

    [Theory]
    [InlineData(PretextKind.Puzzling)]
    [InlineData(PretextKind.Rotation)]
    [InlineData(PretextKind.PuzzlingRotation)]
    public void Twenty_steps_lower_both_losses_together(PretextKind kind)
    {
        using var scope = NewDisposeScope();
        using var network = new HmtlNetwork(Tiny.Network(), new PretextTask(kind, new RegionGrid(2)), inputSize: 64);
        manual_seed(2);
        var images = rand(8, 3, 64, 64);
        var truth = rand(8, 3) * 80 - 40;
        var task = new PretextTask(kind, new RegionGrid(2));
        var labels = task.Draw(8, new SeededRandom(1), CPU);
        var changed = PretextTransform.Apply(images, labels, task.Grid);
        Descent.AssertLowers(network, () =>
        {
            var output = network.call(changed);
            return HopeNetObjective.Of(output.Pose, truth) + PretextObjective.Of(output.Pretext, labels);
        });
    }
}
