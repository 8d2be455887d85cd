using HeadTracker.Training.Optimisers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Optimisers;

public sealed class AdaBeliefTests
{
    private static readonly float[][] Gradients = [[0.5f, -2], [0.4f, 3], [0, -0.1f], [0.45f, 1]];

    [Fact]
    public void Follows_the_papers_algorithm()
    {
        var scope = NewDisposeScope();
        var parameter = new Parameter(tensor(new float[] { 1, -1 }));
        using var optimiser = new AdaBelief([parameter], learningRate: 0.1, betas: (0.8, 0.95), epsilon: 1e-4, rectify: false);

        double[] theta = [1, -1], m = [0, 0], s = [0, 0];
        for (var t = 1; t <= Gradients.Length; t++)
        {
            Descend(optimiser, parameter, Gradients[t - 1]);
            for (var i = 0; i < 2; i++)
            {
                var g = Gradients[t - 1][i];
                m[i] = 0.8 * m[i] + 0.2 * g;
                s[i] = 0.95 * s[i] + 0.05 * (g - m[i]) * (g - m[i]) + 1e-4;
                theta[i] -= 0.1 * (m[i] / (1 - Math.Pow(0.8, t))) / (Math.Sqrt(s[i] / (1 - Math.Pow(0.95, t))) + 1e-4);
                Assert.Equal(theta[i], parameter[i].item<float>(), 4);
            }
        }

        scope.Dispose();
    }

    /// <summary>
    /// By hand for β₂ = 0.999 and ε = 1e-14, as adabelief_tf has it: ρ is 1, 2.0, 3.0, 4.0 and 5.0 less a little in steps 1 to 5, so that they are
    /// η·m/(1-0.9ᵗ) and no more; from the 6th on (ρ = 5.99) steps are divided and rectified.
    /// </summary>
    [Fact]
    public void Is_rectified_by_default_as_the_HMTL_authors_version_is()
    {
        var scope = NewDisposeScope();
        var parameter = new Parameter(tensor(new float[] { 1 }));
        using var optimiser = new AdaBelief([parameter], learningRate: 0.01);
        double theta = 1, m = 0, s = 0;
        double[] gradients = [1, -0.5, 2, 0.25, 1, -1, 0.5, 3];
        // √((ρ-4)(ρ-2)·1999 / (1995·1997·ρ)) at t = 6, 7, 8, worked out apart.
        double[] rectification = [0.02582111, 0.03273881, 0.03873828];
        for (var t = 1; t <= gradients.Length; t++)
        {
            Descend(optimiser, parameter, [(float)gradients[t - 1]]);
            m = 0.9 * m + 0.1 * gradients[t - 1];
            s = 0.999 * s + 0.001 * Math.Pow(gradients[t - 1] - m, 2) + 1e-14;
            var mean = m / (1 - Math.Pow(0.9, t));
            theta -= 0.01 * (t < 6 ? mean : rectification[t - 6] * mean / (Math.Sqrt(s / (1 - Math.Pow(0.999, t))) + 1e-14));
            Assert.Equal(theta, parameter.item<float>(), 6);
        }

        scope.Dispose();
    }

    [Fact]
    public void Goes_on_from_a_copied_state()
    {
        using var scope = NewDisposeScope();
        var whole = new Parameter(tensor(new float[] { 1, -1 }));
        var second = new Parameter(tensor(new float[] { 1, -1 }));
        using var first = new AdaBelief([whole], 0.1);
        using var resumed = new AdaBelief([second], 0.1);
        foreach (var gradient in Gradients[..2]) Descend(first, whole, gradient);
        using (no_grad())
        {
            second.copy_(whole);
            resumed.Means[0].copy_(first.Means[0]);
            resumed.Variances[0].copy_(first.Variances[0]);
        }

        resumed.Steps = first.Steps;
        foreach (var gradient in Gradients[2..])
        {
            Descend(first, whole, gradient);
            Descend(resumed, second, gradient);
        }

        Assert.Equal(whole.data<float>().ToArray(), second.data<float>().ToArray());
    }

    [Fact]
    public void Leaves_parameters_without_gradients_and_finds_a_minimum()
    {
        using var scope = NewDisposeScope();
        var moved = new Parameter(tensor(new float[] { 3, -2 }));
        var still = new Parameter(tensor(new float[] { 5 }));
        using var optimiser = new AdaBelief([moved, still], 0.05);
        for (var step = 0; step < 300; step++)
        {
            optimiser.ZeroGradients();
            (moved - tensor(new float[] { 1, 1 })).square().sum().backward();
            optimiser.Step();
        }

        Assert.All(moved.data<float>().ToArray(), value => Assert.Equal(1, value, 0.05f));
        Assert.Equal(5, still.item<float>());
    }

    private static void Descend(AdaBelief optimiser, Parameter parameter, float[] gradient)
    {
        using var scope = NewDisposeScope();
        optimiser.ZeroGradients();
        (parameter * tensor(gradient)).sum().backward();
        optimiser.Step();
    }
}
