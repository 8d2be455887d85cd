using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// MTI-Net (thesis of Vandenhende 2022, ch. 5): from the coarsest scale to the finest, initial heads see the backbone's features beside what
/// <see cref="FeaturePropagation"/> hands on from the scale before; tasks look at each other at each scale (eq. 5.1); final heads see all scales.
/// </summary>
public sealed class MtiDecoder : DenseDecoder
{
    [ComponentName(Name = "front")]
    private readonly ModuleList<ModuleDict<InitialHead>> _front;

    [ComponentName(Name = "propagation")]
    private readonly ModuleList<FeaturePropagation> _propagation;

    [ComponentName(Name = "distillation")]
    private readonly ModuleList<Distillation> _distillation;

    [ComponentName(Name = "final")]
    private readonly ModuleDict<FinalHead> _final = ModuleDict<FinalHead>();

    /// <param name="plan">What it is made for; a scale's task features have its map's channels.</param>
    /// <param name="scales">How many of the maps are used, from the finest on.</param>
    /// <param name="propagation">Whether scales hand features on; otherwise each stands for itself.</param>
    public MtiDecoder(DecoderPlan plan, int scales, bool propagation)
        : base(nameof(MtiDecoder), plan)
    {
        int[] channels = [.. plan.Channels.Take(scales)];
        string[] names = [.. plan.Tasks.Select(task => task.Name)];
        _front = ModuleList(channels.Select((count, scale) =>
        {
            var heads = ModuleDict<InitialHead>();
            var inputs = count + (propagation ? channels.ElementAtOrDefault(scale + 1) : 0);
            foreach (var task in plan.Tasks) heads.Add(task.Name, new InitialHead(inputs, count, task.Outputs, plan.Side));
            return heads;
        }).ToArray());
        _propagation = ModuleList(propagation ? channels.Skip(1).Select(count => new FeaturePropagation(names, count)).ToArray() : []);
        _distillation = ModuleList(channels.Select(count => new Distillation(plan.Tasks, count, weighted: true)).ToArray());
        foreach (var task in plan.Main) _final.Add(task.Name, new FinalHead(channels.Sum(), task.Outputs, plan.Side));
        RegisterComponents();
    }

    /// <summary>Of each scale, the finest first.</summary>
    public IReadOnlyList<Distillation> Distillations => [.. _distillation];

    public override IReadOnlyList<TaskAnswer> forward(IReadOnlyList<Tensor> maps)
    {
        using var scope = NewDisposeScope();
        var initial = new InitialAnswer[_front.Count][];
        IReadOnlyList<Tensor>? handedOn = null;
        for (var scale = _front.Count - 1; scale >= 0; scale--)
        {
            var map = maps[scale];
            initial[scale] = [.. Plan.Tasks.Select((task, i) =>
                _front[scale][task.Name].call(handedOn is null ? map : cat([map, Scaling.To(handedOn[i], map)], 1)))];
            handedOn = scale == 0 || _propagation.Count == 0 ? null : _propagation[scale - 1].call(FeaturesAt(scale));
        }

        var distilled = _distillation.Select((exchange, scale) => exchange.call(FeaturesAt(scale))).ToArray();
        return AnswersOf(
            [.. Plan.Tasks.Select((_, i) => (IReadOnlyList<Tensor>)[.. initial.Select(scale => scale[i].Answer)])],
            [.. Plan.Main.Select((task, i) => _final[task.Name].call(Scaling.Together([.. distilled.Select(scale => scale[i])])))]);

        IReadOnlyList<Tensor> FeaturesAt(int scale) => [.. initial[scale].Select(head => head.Features)];
    }
}
