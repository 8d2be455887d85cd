using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// Joint task-recursive learning (JTRL: Zhang et al. 2018; thesis of Vandenhende 2022, 3.1.3): two tasks refine each other in turn, from the coarsest scale to
/// the finest. A state sees the backbone's features, its task's last state and the other task's latest one.
/// </summary>
public sealed class RecursiveDecoder : DenseDecoder
{
    [ComponentName(Name = "states")]
    private readonly ModuleList<ModuleList<InitialHead>> _states;

    /// <param name="plan">Of two tasks, neither of them auxiliary; the first begins.</param>
    public RecursiveDecoder(DecoderPlan plan)
        : base(nameof(RecursiveDecoder), plan)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(plan.Tasks.Count, 2, nameof(plan));
        _states = ModuleList(plan.Channels.Select((count, scale) =>
        {
            var before = plan.Channels.ElementAtOrDefault(scale + 1);
            int[] inputs = [count + 2 * before, count + before + count];
            return ModuleList(plan.Tasks.Zip(inputs, (task, input) => new InitialHead(input, count, task.Outputs, plan.Side)).ToArray());
        }).ToArray());
        RegisterComponents();
    }

    public override IReadOnlyList<TaskAnswer> forward(IReadOnlyList<Tensor> maps)
    {
        using var scope = NewDisposeScope();
        var answers = new List<Tensor>[] { [], [] };
        InitialAnswer? first = null, second = null;
        for (var scale = _states.Count - 1; scale >= 0; scale--)
        {
            first = _states[scale][0].call(Seen(maps[scale], first, second));
            second = _states[scale][1].call(Seen(maps[scale], second, first));
            answers[0].Insert(0, first.Value.Answer);
            answers[1].Insert(0, second.Value.Answer);
        }

        return AnswersOf([.. answers.Select(task => (IReadOnlyList<Tensor>)[.. task.Skip(1)])], [.. answers.Select(task => task[0])]);
    }

    private static Tensor Seen(Tensor map, params InitialAnswer?[] states) =>
        cat([map, .. states.OfType<InitialAnswer>().Select(state => Scaling.To(state.Features, map))], 1);
}
