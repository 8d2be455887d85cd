using HeadTracker.Contract;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Objectives;

public sealed class BaseObjectiveTests
{
    // Two bins of 90° over ±90°: centres -45 and 45.
    private static readonly BinSpecification Halves = new(90, 90);

    [Fact]
    public void Equals_the_hand_computed_case()
    {
        using var scope = NewDisposeScope();
        // p(second bin) = 0.8, 0.5, 0.2 for yaw, pitch, roll; truth: second, first, second.
        var logits = tensor(new float[,,] { { { 0, MathF.Log(4) }, { 0, 0 }, { 0, MathF.Log(0.25f) } } });
        var regression = tensor(new float[,] { { 10, -20, 30 } });
        var truth = tensor(new float[,] { { 40, -10, 5 } });

        var loss = BaseObjective.Of(new PoseOutput([Halves], [logits], regression), truth).item<float>();

        var crossEntropy = -Math.Log(0.8) - Math.Log(0.5) - Math.Log(0.2);
        var error = (30.0 + 10 + 25) / 3;
        Assert.Equal((crossEntropy + error) / 2, loss, 4);

        // Expectations 27, 0 and -27 miss by 13, 10 and 32.
        var joint = BaseObjective.Of(new PoseOutput([Halves], [logits], regression), truth, joint: 2).item<float>();
        Assert.Equal((crossEntropy + 2 * (169 + 100 + 1024) + error) / 2, joint, 2);
    }

    [Fact]
    public void Weighs_samples_by_their_labels_worth()
    {
        using var scope = NewDisposeScope();
        var logits = zeros(2, 3, 2);
        var output = new PoseOutput([Halves], [logits], tensor(new float[,] { { 0, 0, 0 }, { 6, 6, 6 } }));
        var truth = zeros(2, 3);
        var first = 3 * Math.Log(2) / 2;
        var second = (3 * Math.Log(2) + 6) / 2;
        Assert.Equal((first + 3 * second) / 4, BaseObjective.Of(output, truth, tensor(new float[] { 1, 3 })).item<float>(), 4);
    }

    [Fact]
    public void Targets_are_the_classes_of_the_bin_specification()
    {
        using var scope = NewDisposeScope();
        float[] angles = [-120, -99, -98.01f, -0.5f, 0, 0.5f, 44.999f, 98.999f, 99, 140, 12.25f, -7];
        foreach (var size in new float[] { 1, 2, 3, 4 })
        {
            var bins = new BinSpecification(size, 99);
            var targets = BinTargets.Of(tensor(angles).view(-1, 3), bins).data<long>().ToArray();
            Assert.Equal(angles.Select(angle => (long)bins.IndexOf(angle)), targets);
        }
    }

    [Fact]
    public void Twenty_steps_lower_it()
    {
        using var network = Tiny.Network();
        manual_seed(2);
        using var images = rand(8, 3, 32, 32);
        using var truth = rand(8, 3) * 80 - 40;
        Descent.AssertLowers(network, () => BaseObjective.Of(network.call(images), truth));
    }
}
