using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// Tasks take from each other's features what a spatial attention lets through (PAD-Net: Xu et al. 2018; thesis of Vandenhende 2022, eq. 3.2 and 5.1):
/// <code>F°_k = F_k + Σ_{l≠k} σ(W_kl F_l) ⊙ F_l,   or   ⊙ (W'_kl F_l)</code>
/// </summary>
public sealed class Distillation : Module<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>>
{
    [ComponentName(Name = "attention")]
    private readonly ModuleDict<Convolution> _attention = ModuleDict<Convolution>();

    [ComponentName(Name = "message")]
    private readonly ModuleDict<Convolution> _message = ModuleDict<Convolution>();

    private readonly IReadOnlyList<HeadShape> _tasks;

    /// <param name="tasks">All that features come from; those that are not auxiliary take.</param>
    /// <param name="channels">Of each task's features.</param>
    /// <param name="weighted">Whether what is let through is W'_kl F_l (eq. 5.1) or F_l itself (eq. 3.2).</param>
    public Distillation(IReadOnlyList<HeadShape> tasks, int channels, bool weighted)
        : base(nameof(Distillation))
    {
        _tasks = tasks;
        var takers = tasks.Where(task => !task.Auxiliary);
        foreach (var (taker, giver) in takers.SelectMany(taker => tasks.Where(giver => giver != taker).Select(giver => (taker, giver))))
        {
            _attention.Add(KeyOf(taker, giver), new Convolution(channels, channels, 3));
            if (weighted) _message.Add(KeyOf(taker, giver), new Convolution(channels, channels, 3));
        }

        RegisterComponents();
    }

    /// <summary>All W'_kl; none without.</summary>
    public IEnumerable<Convolution> Messages => _message.Values;

    /// <summary>(B, C, H, W) of every task → the same of those that are not auxiliary, in their order.</summary>
    public override IReadOnlyList<Tensor> forward(IReadOnlyList<Tensor> features)
    {
        using var scope = NewDisposeScope();
        return [.. _tasks.Index().Where(task => !task.Item.Auxiliary).Select(taker => Taken(taker.Item, taker.Index, features).MoveToOuterDisposeScope())];
    }

    /// <summary>A pair's name in checkpoints.</summary>
    private static string KeyOf(HeadShape taker, HeadShape giver) => $"{taker.Name}_{giver.Name}";

    private Tensor Taken(HeadShape taker, int index, IReadOnlyList<Tensor> features)
    {
        var sum = features[index].alias();
        foreach (var (other, giver) in _tasks.Index())
        {
            if (other == index) continue;
            var key = KeyOf(taker, giver);
            var message = _message.Count > 0 ? _message[key].call(features[other]) : features[other];
            sum = sum + _attention[key].call(features[other]).sigmoid() * message;
        }

        return sum;
    }
}
