using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>A module of HRNet (Wang et al. 2020): residual blocks on each of several scales, each of which then gets the sum of all at its size.</summary>
public sealed class HighResolutionModule : Module<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>>
{
    [ComponentName(Name = "branches")]
    private readonly ModuleList<Sequential> _branches;

    [ComponentName(Name = "fuse")]
    private readonly ModuleDict<Sequential> _fuse = ModuleDict<Sequential>();

    /// <param name="channels">Of each scale, the finest first.</param>
    /// <param name="blocks">Residual blocks on each.</param>
    public HighResolutionModule(IReadOnlyList<int> channels, int blocks)
        : base(nameof(HighResolutionModule))
    {
        _branches = ModuleList(channels.Select(count => Sequential(
            Enumerable.Range(0, blocks).Select(_ => (Module<Tensor, Tensor>)new BasicBlock(count, count, new Sampling(1))).ToArray())).ToArray());
        for (var to = 0; to < channels.Count; to++)
        {
            for (var from = 0; from < channels.Count; from++)
            {
                if (to == from) continue;
                _fuse.Add(KeyOf(to, from), to < from ? Sequential(Convolution.WithNorm(channels[from], channels[to], 1)) : Descent(channels, from, to));
            }
        }

        RegisterComponents();
    }

    /// <summary>Maps of so many scales, the finest first → the same sizes.</summary>
    public override IReadOnlyList<Tensor> forward(IReadOnlyList<Tensor> maps)
    {
        using var scope = NewDisposeScope();
        var own = _branches.Zip(maps, (branch, map) => branch.call(map)).ToArray();
        return [.. own.Select((map, to) => SumAt(own, to).relu_().MoveToOuterDisposeScope())];
    }

    /// <summary>Convolutions of stride 2 down to a coarser scale; the last one takes over its channels.</summary>
    private static Sequential Descent(IReadOnlyList<int> channels, int from, int to) => Sequential(Enumerable.Range(from, to - from).SelectMany(scale =>
    {
        var isLast = scale == to - 1;
        return Convolution.WithNorm(channels[from], channels[isLast ? to : from], 3, 2, activated: !isLast);
    }).ToArray());

    private static string KeyOf(int to, int from) => $"{to}_{from}";

    private Tensor SumAt(Tensor[] maps, int to)
    {
        var sum = maps[to].clone();
        for (var from = 0; from < maps.Length; from++)
        {
            if (from == to) continue;
            var other = _fuse[KeyOf(to, from)].call(maps[from]);
            sum = sum + (from < to ? other : functional.interpolate(other, [sum.shape[2], sum.shape[3]], mode: InterpolationMode.Nearest));
        }

        return sum;
    }
}
