using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// PAD-Net and PAP-Net (thesis of Vandenhende 2022, 3.1.3, fig. 5.1): initial heads on the features of all scales at the finest of them, then tasks look at
/// each other once, then final heads.
/// </summary>
public sealed class DistillingDecoder : DenseDecoder
{
    [ComponentName(Name = "front")]
    private readonly ModuleDict<InitialHead> _front = ModuleDict<InitialHead>();

    [ComponentName(Name = "exchange")]
    private readonly Module<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> _exchange;

    [ComponentName(Name = "final")]
    private readonly ModuleDict<FinalHead> _final = ModuleDict<FinalHead>();

    /// <param name="plan">What it is made for.</param>
    /// <param name="channels">Of each task's features.</param>
    /// <param name="exchange">All tasks' features → those of the main tasks; now owned by this.</param>
    public DistillingDecoder(DecoderPlan plan, int channels, Module<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> exchange)
        : base(nameof(DistillingDecoder), plan)
    {
        foreach (var task in plan.Tasks) _front.Add(task.Name, new InitialHead(plan.Channels.Sum(), channels, task.Outputs, plan.Side));
        _exchange = exchange;
        foreach (var task in plan.Main) _final.Add(task.Name, new FinalHead(channels, task.Outputs, plan.Side));
        RegisterComponents();
    }

    public override IReadOnlyList<TaskAnswer> forward(IReadOnlyList<Tensor> maps)
    {
        using var scope = NewDisposeScope();
        var features = Scaling.Together(maps);
        var initial = Plan.Tasks.Select(task => _front[task.Name].call(features)).ToArray();
        var exchanged = _exchange.call([.. initial.Select(head => head.Features)]);
        return AnswersOf(
            [.. initial.Select(head => (IReadOnlyList<Tensor>)[head.Answer])],
            [.. Plan.Main.Zip(exchanged, (task, own) => _final[task.Name].call(own))]);
    }
}
