using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>What a network says to a task.</summary>
/// <param name="Final">float32 (B, outputs), or (B, outputs, M, M).</param>
/// <param name="Initial">What it said on the way, the finest scale first; learnt by the same loss (thesis of Vandenhende 2022, eq. 5.2).</param>
public readonly record struct TaskAnswer(Tensor Final, IReadOnlyList<Tensor> Initial);

/// <summary>What a decoder is made for.</summary>
/// <param name="Channels">Of the feature maps that it gets, the finest first.</param>
/// <param name="Tasks">In the order of the answers; all answer for maps.</param>
/// <param name="Side">M: cells a side of the answers.</param>
public sealed record DecoderPlan(IReadOnlyList<int> Channels, IReadOnlyList<HeadShape> Tasks, int Side)
{
    /// <summary>The tasks that are answered at the end.</summary>
    public IEnumerable<HeadShape> Main => Tasks.Where(task => !task.Auxiliary);
}

/// <summary>Makes answers of features at several scales, the finest first, while tasks look at each other (the thesis's chapters 3.1.3 and 5).</summary>
public abstract class DenseDecoder(string name, DecoderPlan plan) : Module<IReadOnlyList<Tensor>, IReadOnlyList<TaskAnswer>>(name)
{
    protected DecoderPlan Plan { get; } = plan;

    /// <summary>Main tasks end with their final answer, auxiliary ones with their initial one at the finest scale. Hands all on to the outer scope.</summary>
    /// <param name="initial">Of every task, the finest scale first.</param>
    /// <param name="final">Of the main tasks, in their order.</param>
    protected IReadOnlyList<TaskAnswer> AnswersOf(IReadOnlyList<IReadOnlyList<Tensor>> initial, IReadOnlyList<Tensor> final)
    {
        foreach (var answer in initial.SelectMany(answers => answers).Concat(final)) answer.MoveToOuterDisposeScope();
        var rest = new Queue<Tensor>(final);
        return [.. Plan.Tasks.Zip(initial, (task, answers) =>
            task.Auxiliary ? new TaskAnswer(answers[0], [.. answers.Skip(1)]) : new(rest.Dequeue(), answers))];
    }
}
