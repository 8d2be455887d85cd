using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Implementation = TorchSharp.Modules.Adam;

namespace HeadTracker.Training.Optimisers;

/// <summary>Adam (Kingma and Ba 2015) with its usual constants, by TorchSharp's own code.</summary>
public sealed class Adam : IOptimiser
{
    private readonly Implementation _adam;
    private readonly Implementation.State[] _states;

    /// <param name="parameters">Changed by <see cref="Step"/>; not owned.</param>
    /// <param name="learningRate">Of the first step.</param>
    public Adam(IEnumerable<Parameter> parameters, double learningRate)
    {
        _adam = optim.Adam(parameters, learningRate);
        _states = [.. _adam.state_dict().State.Cast<Implementation.State>()];
        LearningRate = learningRate;
        Moments = new Dictionary<string, IReadOnlyList<Tensor>>
        {
            ["exp_avg"] = [.. _states.Select(state => state.exp_avg)],
            ["exp_avg_sq"] = [.. _states.Select(state => state.exp_avg_sq)],
        };
    }

    public string Name => "adam";

    public double LearningRate
    {
        get;
        set
        {
            field = value;
            foreach (var group in _adam.ParamGroups) group.LearningRate = value;
        }
    }

    public long Steps
    {
        get;
        set
        {
            field = value;
            foreach (var state in _states) state.step = value;
        }
    }

    public IReadOnlyDictionary<string, IReadOnlyList<Tensor>> Moments { get; }

    public void ZeroGradients() => _adam.zero_grad();

    public void Step()
    {
        _adam.step();
        Steps++;
    }

    public void Dispose() => _adam.Dispose();
}
