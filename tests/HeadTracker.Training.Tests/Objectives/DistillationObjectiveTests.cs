using HeadTracker.Contract;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Objectives;

public sealed class DistillationObjectiveTests
{
    private static readonly BinSpecification Halves = new(90, 90);

    [Fact]
    public void Equals_the_hand_computed_case()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new float[,,] { { { 0, MathF.Log(4) }, { 0, 0 }, { 0, MathF.Log(0.25f) } } });
        // One teacher head is certain: its empty bin adds nothing to the divergence.
        var teacher = tensor(new float[,,] { { { 0.4f, 0.6f }, { 0, 1 }, { 0.5f, 0.5f } } });
        var truth = tensor(new float[,] { { 40, -10, 5 } });

        var loss = DistillationObjective.Of(new PoseOutput([Halves], [logits], null), teacher, truth).item<float>();

        var crossEntropy = -Math.Log(0.8) - Math.Log(0.5) - Math.Log(0.2);
        var yaw = 0.4 * Math.Log(0.4 / 0.2) + 0.6 * Math.Log(0.6 / 0.8);
        var pitch = Math.Log(1 / 0.5);
        var roll = 0.5 * Math.Log(0.5 / 0.8) + 0.5 * Math.Log(0.5 / 0.2);
        Assert.Equal((0.05 * crossEntropy + yaw + pitch + roll) / 2, loss, 5);
    }

    [Fact]
    public void Divergence_vanishes_where_the_student_says_what_the_teacher_says()
    {
        using var scope = NewDisposeScope();
        var logits = randn(4, 3, 20);
        Assert.InRange(DistillationObjective.KullbackLeibler(logits.softmax(-1), logits).abs().max().item<float>(), 0, 1e-5f);
    }

    [Fact]
    public void Twenty_steps_lower_it()
    {
        using var network = Tiny.Network();
        manual_seed(2);
        using var images = rand(8, 3, 32, 32);
        using var truth = rand(8, 3) * 80 - 40;
        using var teacher = (randn(8, 3, 198) * 3).softmax(-1);
        Descent.AssertLowers(network, () => DistillationObjective.Of(network.call(images), teacher, truth));
    }
}
