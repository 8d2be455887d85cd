using HeadTracker.Geometry;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Tasks;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>Linear evaluation of a frozen encoder (thesis of Vandenhende 2022, §7.3.1): how much of each task its pooled features tell.</summary>
public static class ProbeStage
{
    /// <returns>The poses' rows with the last number of people; all scores lie in the stage's folder.</returns>
    public static IReadOnlyList<ResultRow> Run(ProbeStageOptions options, StageContext context, StageReport report)
    {
        using var network = context.Create(StageNetworks.DefinitionOf(options, context.Experiment), options);
        network.eval();
        IProbe[] probes = [.. options.Tasks.Select(Probes.Of)];
        var tests = (probes.Length > 0 ? context.Tests : []).Select(set =>
        {
            IProbe[] able = [.. probes.Where(probe => !probe.Task.NeedsMaps || FaceMapSet.IsBeside(set))];
            return (Set: set, Probes: able, Known: FrozenFeatures.Of(network, set, able, options, context));
        }).ToArray();

        var scores = new List<ScoreRow>();
        var poses = new List<ResultRow>();
        for (var budget = 0; probes.Length > 0 && budget < options.People.Count; budget++)
        {
            using var scope = NewDisposeScope();
            var people = options.Budgets[budget];
            var train = FrozenFeatures.Of(network, context.TrainOf(options with { Subjects = people }), probes, options, context);
            poses.Clear();
            for (var i = 0; i < probes.Length; i++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                report((budget + (double)i / probes.Length) / options.People.Count, probes[i].Task.Name);
                var random = new SeededRandom(context.Experiment.Seed, (long)options.Tasks[i]);
                using var layer = LinearLayer.Learn(
                    train.Features, train.Labels[i], probes[i].LossOf, options.OptimiserOf(context.Experiment), options.Steps, random,
                    options.Lasso ?? 0);
                using var none = no_grad();
                foreach (var test in tests.Where(test => test.Probes.Contains(probes[i])))
                {
                    var answers = layer.Of(test.Known.Features);
                    var labels = test.Known.Labels[Array.IndexOf(test.Probes, probes[i])];
                    scores.AddRange(probes[i].ScoresOf(answers, labels).Select(score => RowOf(options, test.Set.Name, score, people)));
                    if (options.Tasks[i] == FaceTask.Pose) poses.Add(StageContext.RowOf(options.Name, test.Set, EnsembleGrid.Single, AnglesOf(answers)));
                }
            }
        }

        scores.AddRange(DenseScores(options, context, network));
        if (options.Recall > 0) scores.Add(RowOf(options, "", IdentityRecall.Of(network, context.TrainOf(options), options, context), people: null));
        var folder = context.Paths.StageFolder(options.Name);
        Directory.CreateDirectory(folder.Path);
        ScoreRow.Write(folder, scores);
        return poses;
    }

    private static IEnumerable<ScoreRow> DenseScores(ProbeStageOptions options, StageContext context, PoseNetwork network)
    {
        using var reading = new DenseReading(network, context);
        foreach (var set in context.Tests)
        {
            TaskScore[] scores = [
                .. options.Segments > 0 && FaceMapSet.IsBeside(set) ? reading.Retrieve(context.TrainOf(options), set, options.Segments) : [],
                .. options.Clips.Contains(set.Name) ? reading.Propagate(set) : [],
            ];
            foreach (var score in scores) yield return RowOf(options, set.Name, score, people: null);
        }
    }

    private static ScoreRow RowOf(ProbeStageOptions options, string test, TaskScore score, int? people)
    {
        var budget = people switch
        {
            null => "",
            1 => ", 1 person",
            _ => $", {people} people",
        };
        double? value = double.IsFinite(score.Value) ? score.Value : null;
        return new ScoreRow(options.Name, test, score.Task, score.Metric + budget, value, score.LowerIsBetter);
    }

    private static EulerAngles[] AnglesOf(Tensor answers)
    {
        using var degrees = answers * PoseProbe.Unit;
        return [.. degrees.cpu().data<float>().ToArray().Chunk(3).Select(face => new EulerAngles(face[0], face[1], face[2]))];
    }
}
