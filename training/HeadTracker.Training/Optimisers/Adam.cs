using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Implementation = TorchSharp.Modules.Adam;

namespace HeadTracker.Training.Optimisers;

/// <summary>Adam (Kingma and Ba 2015) with its usual constants, by TorchSharp's own code.</summary>
public sealed class Adam : IOptimiser
{
    private readonly Implementation adam;
    private readonly Implementation.State[] states;

    /// <param name="parameters">Changed by <see cref="Step"/>; not owned.</param>
    /// <param name="learningRate">Of the first step.</param>
    public Adam(IEnumerable<Parameter> parameters, double learningRate)
    {
        adam = optim.Adam(parameters, learningRate);
        states = [.. adam.state_dict().State.Cast<Implementation.State>()];
        LearningRate = learningRate;
        Moments = new Dictionary<string, IReadOnlyList<Tensor>>
        {
            ["exp_avg"] = [.. states.Select(state => state.exp_avg)],
            ["exp_avg_sq"] = [.. states.Select(state => state.exp_avg_sq)],
        };
    }

    public string Name => "adam";

    public double LearningRate
    {
        get;
        set
        {
            field = value;
            foreach (var group in adam.ParamGroups) group.LearningRate = value;
        }
    }

    public long Steps
    {
        get;
        set
        {
            field = value;
            foreach (var state in states) state.step = value;
        }
    }

    public IReadOnlyDictionary<string, IReadOnlyList<Tensor>> Moments { get; }

    public void ZeroGradients() => adam.zero_grad();

    public void Step()
    {
        adam.step();
        Steps++;
    }

    public void Dispose() => adam.Dispose();
}
