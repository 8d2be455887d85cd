using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Balancing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Balancing;

/// <summary>Losses whose values and gradients a test says.</summary>
internal static class Losses
{
    /// <summary>A plan for so many tasks of different kinds.</summary>
    public static BalancerPlan Plan(int tasks) => new("test", [.. Enumerable.Range(0, tasks).Select(i => new BalancedTask($"task{i}", (LossKind)i))], CPU);

    /// <summary>The values as they are, without anything that they depend on.</summary>
    public static TaskLosses Of(params float[] values) => new()
    {
        Means = tensor(values, requires_grad: true), Shared = new SharedLayer(new Parameter(zeros(1)), zeros(1)),
    };

    /// <summary>Losses with these values and with these gradients at the shared layer, whose weights and features are one and the same.</summary>
    /// <param name="shared">(n), a leaf.</param>
    /// <param name="gradients">One of n numbers for each value.</param>
    /// <param name="values">The losses.</param>
    public static TaskLosses With(Parameter shared, float[][] gradients, float[] values, SeededRandom? random = null)
    {
        var slopes = tensor(gradients.SelectMany(row => row).ToArray(), [gradients.Length, gradients[0].Length]);
        var moved = slopes.mv(shared);
        return new() { Means = tensor(values) + moved - moved.detach(), Shared = new SharedLayer(shared, shared), Random = random };
    }

    /// <summary>Losses per sample, the tasks' names and kinds being the plan's.</summary>
    public static TaskLosses PerSample(float[,] values, params long[] rows)
    {
        var perSample = tensor(values, requires_grad: true);
        return TaskLosses.Of(perSample, null, new SharedLayer(new Parameter(zeros(1)), zeros(1))) with { Rows = rows };
    }

    public static float[] Values(this nn.Module module, string name) => module.state_dict()[name].data<float>().ToArray();
}
