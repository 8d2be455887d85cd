using HeadTracker.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Optimisers;

/// <summary>
/// An exponential moving average of a network's weights and of its batch norms' statistics, as Inception was trained (Szegedy et al. 2016, §8):
/// <code>w̄ ← d w̄ + (1-d) w,  d = min(decay, (1+t)/(10+t))</code>
/// after step t, counted from 0, so that the first weights are soon forgotten.
/// </summary>
public sealed class WeightAverage : IDisposable
{
    private readonly (Tensor Mean, Tensor Weight)[] _pairs;
    private readonly double _decay;

    /// <param name="network">Is averaged from its present weights on; not owned.</param>
    /// <param name="decay">Above 0, below 1.</param>
    public WeightAverage(PoseNetwork network, double decay)
    {
        _decay = decay;
        using var none = no_grad();
        var weights = network.state_dict().Where(weight => weight.Value.is_floating_point()).ToArray();
        Tensors = weights.ToDictionary(weight => weight.Key, weight => weight.Value.clone().DetachFromDisposeScope());
        _pairs = [.. weights.Select(weight => (Tensors[weight.Key], weight.Value))];
    }

    /// <summary>w̄ by the weights' names in the network's state; owned. Between two steps they are all of its state.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>Takes the weights in.</summary>
    /// <param name="step">The step just done, from 0.</param>
    public void Add(long step)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var share = 1 - Math.Min(_decay, (1.0 + step) / (10 + step));
        foreach (var (mean, weight) in _pairs) mean.lerp_(weight, share);
    }

    /// <summary>Puts the average in the place of the network's weights.</summary>
    public void Apply()
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        foreach (var (mean, weight) in _pairs) weight.copy_(mean);
    }

    /// <summary>Disposes the average, not the network.</summary>
    public void Dispose()
    {
        foreach (var tensor in Tensors.Values) tensor.Dispose();
    }
}
