using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Objectives;

public sealed class BarlowTwinsObjectiveTests
{
    [Fact]
    public void Is_the_originals_equation_on_a_case_reckoned_by_hand()
    {
        using var scope = NewDisposeScope();
        // Standardised over four images: z_A = (1, 1, -1, -1) and (1, -1, 1, -1); z_B = (1, -1, -1, 1) and (1, -1, 1, -1).
        var first = tensor(new float[,] { { 3, 20 }, { 3, 10 }, { 1, 20 }, { 1, 10 } });
        var second = tensor(new float[,] { { 5, -1 }, { 1, -5 }, { 1, -1 }, { 5, -5 } });
        // C_11 = 0 and C_22 = 1; C_12 = (1 - 1 - 1 + 1)/4 = 0; C_21 = (1 + 1 - 1 - 1)/4 = 0.
        Assert.Equal(1, BarlowTwinsObjective.Of(first, second).item<float>(), 4);
        // Of the same views, all of one component in the other: C is all ones, so 0 for agreement and 2·λ for redundancy.
        var twice = tensor(new float[,] { { 3, 30 }, { 3, 30 }, { 1, 10 }, { 1, 10 } });
        Assert.Equal(2 * 5e-3, BarlowTwinsObjective.Of(twice, twice).item<float>(), 5);
        // Opposite views: C_ii = -1, each 4, and C_12 = C_21 = -1.
        Assert.Equal(8 + 2 * 5e-3, BarlowTwinsObjective.Of(twice, -twice).item<float>(), 3);
    }

    [Fact]
    public void Twenty_steps_lower_it()
    {
        using var scope = NewDisposeScope();
        using var network = Tiny.Network();
        manual_seed(3);
        var projector = new Projector(Tiny.Definition.Shape.Features, 16);
        network.register_module("projector", projector);
        var first = rand(12, 3, 32, 32);
        var second = (first + 0.1f * randn(12, 3, 32, 32)).clamp(0, 1);
        Descent.AssertLowers(network, () => BarlowTwinsObjective.Of(Project(first), Project(second)));

        Tensor Project(Tensor view) => projector.call(network.Backbone.call(view).mean([2, 3]));
    }
}
