using HeadTracker.Training.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Objectives;

public sealed class RegressionObjectiveTests
{
    [Theory]
    [InlineData(3, 17)]
    [InlineData(2, 12)]
    public void Is_the_sum_of_the_angles_root_mean_squares(int angles, double expected)
    {
        using var scope = NewDisposeScope();
        // Root mean squares of 5 (yaw), 7 (pitch) and 5 (roll).
        var predicted = tensor(new float[,] { { 11, 20, -5 }, { 3, -7, 12 } });
        var truth = tensor(new float[,] { { 10, 13, 0 }, { -4, 0, 7 } });
        Assert.Equal(expected, RegressionObjective.Of(predicted, truth, angles).item<float>(), 4);
    }

    [Fact]
    public void Weighs_squares_by_their_labels_worth()
    {
        using var scope = NewDisposeScope();
        var predicted = tensor(new float[,] { { 2, 0, 0 }, { 6, 0, 0 } });
        var loss = RegressionObjective.Of(predicted, zeros(2, 3), angles: 1, tensor(new float[] { 1, 3 }));
        Assert.Equal(Math.Sqrt((4 + 3 * 36) / 4.0), loss.item<float>(), 4);
    }

    [Fact]
    public void A_perfect_prediction_has_a_finite_gradient()
    {
        using var scope = NewDisposeScope();
        var predicted = zeros(4, 3, requires_grad: true);
        RegressionObjective.Of(predicted, zeros(4, 3)).backward();
        Assert.True(predicted.grad!.isfinite().all().item<bool>());
    }

    [Fact]
    public void Twenty_steps_lower_it()
    {
        using var network = Tiny.Network();
        manual_seed(2);
        using var images = rand(8, 3, 32, 32);
        using var truth = rand(8, 3) * 80 - 40;
        Descent.AssertLowers(network, () => RegressionObjective.Of(network.call(images).Regression!, truth, angles: 2));
    }
}
