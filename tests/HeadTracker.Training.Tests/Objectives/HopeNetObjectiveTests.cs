using HeadTracker.Contract;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Objectives;

public sealed class HopeNetObjectiveTests
{
    // Two bins of 90° over ±90°: centres -45 and 45.
    private static readonly BinSpecification Halves = new(90, 90);

    // p(second bin) = 0.8, 0.5, 0.2, then 0.5, 0.8, 0.5, which expect 27, 0, -27 and 0, 27, 0 degrees.
    private static readonly float[,,] Logits =
    {
        { { 0, MathF.Log(4) }, { 0, 0 }, { 0, MathF.Log(0.25f) } },
        { { 0, 0 }, { 0, MathF.Log(4) }, { 0, 0 } },
    };

    // Errors of yaw 3 and 4, of pitch 10 and 0, of roll 6 and 8; classes 1 0 0 and 0 1 1.
    private static readonly float[,] Truth = { { 30, -10, -33 }, { -4, 27, 8 } };

    [Fact]
    public void Equals_the_hand_computed_case()
    {
        using var scope = NewDisposeScope();
        var loss = HopeNetObjective.Of(new PoseOutput([Halves], [tensor(Logits)], null), tensor(Truth)).item<float>();

        var first = -Math.Log(0.8) - Math.Log(0.5) - Math.Log(0.8);
        var second = -Math.Log(0.5) - Math.Log(0.8) - Math.Log(0.5);
        var roots = Math.Sqrt(25 / 2.0) + Math.Sqrt(100 / 2.0) + Math.Sqrt(100 / 2.0);
        Assert.Equal((first + second) / 2 + 2 * roots, loss, 4);
    }

    [Fact]
    public void A_label_of_no_worth_says_nothing()
    {
        using var scope = NewDisposeScope();
        var both = HopeNetObjective.Of(new PoseOutput([Halves], [tensor(Logits)], null), tensor(Truth), tensor(new float[] { 0, 2 }));
        var second = HopeNetObjective.Of(new PoseOutput([Halves], [tensor(Logits)[1..]], null), tensor(Truth)[1..]);
        Assert.Equal(second.item<float>(), both.item<float>(), 4);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void Twenty_steps_lower_it(float binSize)
    {
        manual_seed(1);
        using var network = new PoseNetwork(Tiny.Definition with { BinSizes = [binSize], Regression = false });
        using var images = rand(8, 3, 32, 32);
        using var truth = rand(8, 3) * 80 - 40;
        Descent.AssertLowers(network, () => HopeNetObjective.Of(network.call(images), truth));
    }
}
