using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// The feature propagation module of MTI-Net (thesis of Vandenhende 2022, 5.2.2): all tasks' features are harmonised into shared ones, of which each task
/// takes channels by a gate of its own, before they go to the next finer scale.
/// </summary>
public sealed class FeaturePropagation : Module<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>>
{
    [ComponentName(Name = "attention")]
    private readonly Sequential _attention;

    [ComponentName(Name = "reduce")]
    private readonly BasicBlock _reduce;

    [ComponentName(Name = "gates")]
    private readonly ModuleDict<ChannelGate> _gates = ModuleDict<ChannelGate>();

    private readonly IReadOnlyList<string> _tasks;

    /// <param name="tasks">N names.</param>
    /// <param name="channels">C of each task's features.</param>
    public FeaturePropagation(IReadOnlyList<string> tasks, int channels)
        : base(nameof(FeaturePropagation))
    {
        _tasks = tasks;
        var (all, keep) = (tasks.Count * channels, new Sampling(1));
        var narrow = Math.Max(1, all / 4);
        _attention = Sequential(new BasicBlock(all, narrow, keep), new BasicBlock(narrow, narrow, keep), new Convolution(narrow, all, 1));
        _reduce = new BasicBlock(all, channels, keep);
        foreach (var task in tasks) _gates.Add(task, new ChannelGate(channels));
        RegisterComponents();
    }

    /// <summary>Each task's gate.</summary>
    public IEnumerable<ChannelGate> Gates => _tasks.Select(task => _gates[task]);

    /// <summary>(B, C, H, W) of every task → refined, of every task.</summary>
    public override IReadOnlyList<Tensor> forward(IReadOnlyList<Tensor> features)
    {
        using var scope = NewDisposeScope();
        var mask = MaskOf(features);
        var shared = _reduce.call((mask * stack(features.ToArray(), 1)).flatten(1, 2));
        return [.. _tasks.Zip(features, (task, own) => (own + _gates[task].call(shared)).MoveToOuterDisposeScope())];
    }

    /// <summary>The attention (B, N, C, H, W), in sum 1 over the tasks at each place of each channel.</summary>
    internal Tensor MaskOf(IReadOnlyList<Tensor> features)
    {
        using var scope = NewDisposeScope();
        var (batch, channels, height, width) = (features[0].shape[0], features[0].shape[1], features[0].shape[2], features[0].shape[3]);
        // Tasks keep an axis of their own: a softmax over all N·C channels would weigh channels against each other.
        return _attention.call(cat(features.ToArray(), 1)).reshape(batch, features.Count, channels, height, width).softmax(1).MoveToOuterDisposeScope();
    }
}
