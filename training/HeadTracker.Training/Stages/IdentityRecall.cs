using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Tasks;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>
/// Recall@k of people, after that of ImageNet's classes in Doersch and Zisserman (2017): a linear layer on frozen features learns who is on three of four
/// images of everybody, and how often the right one is among its k best guesses at the others is counted.
/// </summary>
internal static class IdentityRecall
{
    /// <summary>Of so many images of a person one is kept back.</summary>
    private const int KeptBack = 4;

    private const long Purpose = 1000;

    /// <exception cref="UserErrorException">The set does not know its people.</exception>
    public static TaskScore Of(PoseNetwork network, FaceSet set, ProbeStageOptions options, StageContext context)
    {
        using var scope = NewDisposeScope();
        var people = SamplePeople.Of(set);
        var (learnt, asked) = Split(people);
        if (learnt.Length == 0 || asked.Length == 0)
            throw new UserErrorException($"Stage '{options.Name}' has a recall of people, of whom the training sets show nobody {KeptBack} times.");
        var features = FrozenFeatures.Of(network, set, [], options, context).Features;
        var shown = tensor(learnt, device: features.device);
        var names = nn.functional.one_hot(tensor(people, device: features.device).index_select(0, shown), people.Max() + 1).to(ScalarType.Float32);
        using var layer = LinearLayer.Learn(
            features.index_select(0, shown), new ProbeLabels(names, names.ge(0)), LossOf, options.OptimiserOf(context.Experiment), options.Steps,
            new SeededRandom(context.Experiment.Seed, Purpose), options.Lasso ?? 0);
        using var none = no_grad();
        var kept = tensor(asked, device: features.device);
        var guesses = layer.Of(features.index_select(0, kept)).topk((int)Math.Min(options.Recall, people.Max() + 1), 1).indexes;
        var hits = guesses.eq(tensor(people, device: features.device).index_select(0, kept).unsqueeze(1)).any(1);
        return new TaskScore("identity", $"recall@{options.Recall}", hits.to(ScalarType.Float32).mean().item<float>(), LowerIsBetter: false);
    }

    private static Tensor LossOf(Tensor answer, ProbeLabels names)
    {
        using var scope = NewDisposeScope();
        return (-(names.Values * answer.log_softmax(-1)).sum(1).mean()).MoveToOuterDisposeScope();
    }

    /// <summary>Samples to learn from and to be asked for, of those who are shown often enough.</summary>
    internal static (long[] Learnt, long[] Asked) Split(IReadOnlyList<long> people)
    {
        var often = people.Index().Where(sample => sample.Item >= 0).GroupBy(sample => sample.Item).Where(person => person.Count() >= KeptBack)
            .SelectMany(person => person.Select((sample, turn) => (Sample: (long)sample.Index, Turn: turn))).ToArray();
        return (
            [.. often.Where(sample => sample.Turn % KeptBack != KeptBack - 1).Select(sample => sample.Sample)],
            [.. often.Where(sample => sample.Turn % KeptBack == KeptBack - 1).Select(sample => sample.Sample)]);
    }
}
