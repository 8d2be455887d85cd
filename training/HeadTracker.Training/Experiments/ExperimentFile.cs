using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using HeadTracker.Training.Objectives;

namespace HeadTracker.Training.Experiments;

/// <summary>Reads experiment files, which may extend others (<see cref="ExtendingJson{T}"/>). Keys that mean nothing are errors.</summary>
public static class ExperimentFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowOutOfOrderMetadataProperties = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        WriteIndented = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private static readonly ExtendingJson<Experiment> Files = new(Json, "an experiment", "those in training/experiments", "training/README.md");

    /// <exception cref="UserErrorException">The file is missing, no JSON, or says something no experiment has.</exception>
    public static Experiment Read(string path) => Validated(Files.Read(path), path);

    /// <summary>The whole experiment with every default spelt out, as it is kept with a run.</summary>
    public static string ToJson(Experiment experiment) => JsonSerializer.Serialize(experiment, Json);

    private static Experiment Validated(Experiment experiment, string path)
    {
        experiment.Augmentation.Validated();
        experiment.Optimiser.Validated();
        experiment.Ensemble.ToGrid();
        experiment.Model.Validate(path);
        if (experiment.Data.Limit < 1) throw new UserErrorException($"{path}: data.limit is {experiment.Data.Limit}; give at least 1, or leave it out.");
        if (experiment.Data.Test.Keys.FirstOrDefault(name => !PlainName.Is(name)) is { } test)
            throw new UserErrorException($"{path}: test sets name files of the results, so each needs a name of {PlainName.Rule}; one is '{test}'.");
        var earlier = new Dictionary<string, StageOptions>();
        foreach (var stage in experiment.Stages)
        {
            if (!PlainName.Is(stage.Name))
                throw new UserErrorException($"{path}: every stage needs a name that can name a folder, of {PlainName.Rule}; one has '{stage.Name}'.");
            if (NetworkOf(stage) is { } need && !(earlier.TryGetValue(need, out var maker) && MakesPoses(maker)))
                throw new UserErrorException($"{path}: stage '{stage.Name}' uses '{need}', which no earlier stage trains.");
            if (stage is TrainingStageOptions training)
            {
                training.Validate(experiment);
                RequireEncoder(training, earlier, experiment, path);
                (training as MultiTaskStageOptions)?.CheckAgainst(earlier);
                (training as MultiTaskStageOptions)?.CheckSingles(earlier, experiment);
            }

            if (stage is EnsembleStageOptions ensemble)
            {
                foreach (var grid in ensemble.Grids) grid.ToGrid();
            }

            if (stage is QuasiEnsembleStageOptions quasi)
            {
                foreach (var grid in quasi.Grids) grid.ToGrid();
            }

            if (stage is HeatMapStageOptions heatMap) new EnsembleGrid(1, heatMap.MaxPadding).Validated();
            if (stage is ChartStageOptions chart)
            {
                chart.Validate();
                if (NeedsOf(chart).FirstOrDefault(name => !earlier.ContainsKey(name) && !StageReference.IsOfAnotherExperiment(name)) is { } missing)
                    throw new UserErrorException($"{path}: chart '{stage.Name}' shows '{missing}', which is no earlier stage.");
            }

            if (!earlier.TryAdd(stage.Name, stage)) throw new UserErrorException($"{path}: two stages are named '{stage.Name}'; rename one.");
        }

        return experiment;
    }

    /// <summary>The stages whose networks this one uses, by name; of another experiment as <c>EXPERIMENT/STAGE</c>.</summary>
    internal static IEnumerable<string> NeedsOf(StageOptions stage) => stage is ChartStageOptions chart
        ? chart.Series.Values.SelectMany(stages => stages)
        : new[] { NetworkOf(stage), (stage as TrainingStageOptions)?.InitStage }.OfType<string>()
            .Concat((stage as MultiTaskStageOptions)?.Against ?? []).Concat((stage as MultiTaskStageOptions)?.Singles ?? []);

    /// <summary>The name of the stage whose network, heads and all, this one uses, or null.</summary>
    private static string? NetworkOf(StageOptions stage) => stage switch
    {
        EnsembleStageOptions ensemble => ensemble.Of,
        QuasiEnsembleStageOptions quasi => quasi.Of,
        HeatMapStageOptions heatMap => heatMap.Of,
        DistillStageOptions distill => distill.Teacher,
        ExportStageOptions export => export.Of,
        _ => null,
    };

    /// <summary>Whether a stage leaves a network whose RvC heads have learnt: not so pre-training, and regression leaves another head.</summary>
    private static bool MakesPoses(StageOptions stage) =>
        stage is TrainingStageOptions
            and not (PretrainingStageOptions or ProbeStageOptions or HmtlStageOptions { Loss: SupervisedLoss.Regression }
                or MultiTaskStageOptions { LearnsPose: false });

    private static void RequireEncoder(TrainingStageOptions stage, Dictionary<string, StageOptions> earlier, Experiment experiment, string path)
    {
        if (stage.InitStage is not { } init) return;
        if (StageReference.IsOfAnotherExperiment(init))
        {
            var (other, made) = StageReference.Resolve(init, "");
            if (PlainName.Is(other) && PlainName.Is(made)) return;
            throw new UserErrorException($"{path}: stage '{stage.Name}' starts from '{init}'; name an experiment and its stage as EXPERIMENT/STAGE.");
        }

        if (!earlier.TryGetValue(init, out var maker) || maker is not TrainingStageOptions trained || maker is ProbeStageOptions)
            throw new UserErrorException(
                $"{path}: stage '{stage.Name}' starts from '{init}', which no earlier stage trains; "
                    + "name one, or EXPERIMENT/STAGE of an experiment that ran before.");
        if (trained is MultiTaskStageOptions { IsStitched: true })
            throw new UserErrorException(
                $"{path}: stage '{stage.Name}' starts from '{init}', whose encoders feed each other and say nothing alone; name one of its tasks' own stages.");
        if (trained.BackboneOf(experiment) != stage.BackboneOf(experiment))
            throw new UserErrorException(
                $"{path}: stage '{stage.Name}' is a {stage.BackboneOf(experiment)} and cannot start from '{init}', a {trained.BackboneOf(experiment)}; "
                    + "give both the same backbone.");
        if (trained.WidthOf(experiment) > stage.WidthOf(experiment))
            throw new UserErrorException(
                $"{path}: stage '{stage.Name}' has the width {stage.WidthOf(experiment)} and cannot start from '{init}', which is wider; "
                    + "networks are widened, not narrowed.");
    }
}
