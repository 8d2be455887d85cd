using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>A head for each task on the features of all scales, and nothing between them: the multi-task baseline and, with one task, the single one.</summary>
public sealed class PlainDecoder : DenseDecoder
{
    [ComponentName(Name = "final")]
    private readonly ModuleDict<FinalHead> _final = ModuleDict<FinalHead>();

    public PlainDecoder(DecoderPlan plan)
        : base(nameof(PlainDecoder), plan)
    {
        foreach (var task in plan.Tasks) _final.Add(task.Name, new FinalHead(plan.Channels.Sum(), task.Outputs, plan.Side));
        RegisterComponents();
    }

    public override IReadOnlyList<TaskAnswer> forward(IReadOnlyList<Tensor> maps)
    {
        using var scope = NewDisposeScope();
        var features = Scaling.Together(maps);
        return [.. Plan.Tasks.Select(task => new TaskAnswer(_final[task.Name].call(features).MoveToOuterDisposeScope(), []))];
    }
}
