using HeadTracker.Training.Optimisers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Optimisers;

public sealed class SgdTests
{
    [Fact]
    public void Momentum_gathers_gradients_and_some_parameters_are_faster()
    {
        using var scope = NewDisposeScope();
        using var slow = new Parameter(zeros(1));
        using var fast = new Parameter(zeros(1));
        using var sgd = new Sgd([(slow, 1), (fast, 100)], 0.1);
        for (var step = 0; step < 2; step++)
        {
            sgd.ZeroGradients();
            (slow + fast).sum().backward();
            sgd.Step();
        }

        // v is 1, then 0.9 + 1.
        Assert.Equal(-0.29f, slow.item<float>(), 5);
        Assert.Equal(-29f, fast.item<float>(), 3);
        Assert.Equal(2, sgd.Steps);
        Assert.Equal(1.9f, sgd.Moments["momentum"][0].item<float>(), 5);
    }

    [Fact]
    public void Weights_that_no_gradient_moves_decay()
    {
        using var scope = NewDisposeScope();
        using var weight = new Parameter(ones(1) * 4);
        using var unused = new Parameter(ones(1) * 4);
        using var sgd = new Sgd([(weight, 1), (unused, 1)], 0.1, decay: 0.5);
        (weight * 0).sum().backward();
        sgd.Step();
        Assert.Equal(4 - 0.1f * 0.5f * 4, weight.item<float>(), 5);
        Assert.Equal(4, unused.item<float>());
    }
}
