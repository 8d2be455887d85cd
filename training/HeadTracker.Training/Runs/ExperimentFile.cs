using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace HeadTracker.Training.Runs;

/// <summary>
/// Reads experiment files. The key <c>extends</c> names a file, or several, relative to the one that says it; their objects are merged
/// key by key, later ones and the file itself winning, lists replaced whole; null puts a key back to its default, or removes it.
/// </summary>
public static class ExperimentFile
{
    private const string Extends = "extends";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowOutOfOrderMetadataProperties = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        WriteIndented = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <exception cref="UserErrorException">The file is missing, no JSON, or says something no experiment has.</exception>
    public static Experiment Read(string path)
    {
        var merged = Merge(path, []);
        Prune(merged);
        KnownKeys.Check(merged, typeof(Experiment), Json, path);
        Experiment experiment;
        try
        {
            experiment = merged.Deserialize<Experiment>(Json)!;
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"{path}: the value at {e.Path ?? "$"} is not what the key takes; see training/README.md for the keys.", e);
        }

        return Validated(experiment, path);
    }

    /// <summary>The whole experiment with every default spelt out, as it is kept with a run.</summary>
    public static string ToJson(Experiment experiment) => JsonSerializer.Serialize(experiment, Json);

    private static JsonObject Merge(string path, IReadOnlyList<string> chain)
    {
        var full = Path.GetFullPath(path);
        if (chain.Contains(full)) throw new UserErrorException($"{path}: 'extends' leads back to this file; remove one of them.");
        var own = Parse(path);
        var result = new JsonObject();
        string[] parents = own[Extends] switch
        {
            null => [],
            JsonValue one when one.TryGetValue(out string? name) => [name],
            JsonArray several when several.All(item => item is JsonValue) => [.. several.Select(item => item!.ToString())],
            _ => throw new UserErrorException($"{path}: 'extends' takes a file name or a list of them."),
        };
        own.Remove(Extends);
        foreach (var parent in parents) MergeInto(result, Merge(Path.Combine(Path.GetDirectoryName(full)!, parent), [.. chain, full]));
        MergeInto(result, own);
        return result;
    }

    private static JsonObject Parse(string path)
    {
        try
        {
            var text = File.ReadAllText(path);
            return JsonNode.Parse(text, documentOptions: new() { CommentHandling = JsonCommentHandling.Skip }) as JsonObject
                ?? throw new UserErrorException($"{path}: an experiment is one JSON object.");
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"{path}: line {e.LineNumber + 1} is not JSON; mend it there.", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserErrorException($"{path} does not exist; give an experiment file, such as those in training/experiments.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path} cannot be read ({e.Message.TrimEnd('.')}); give an experiment file, such as those in training/experiments.", e);
        }
    }

    private static void MergeInto(JsonObject target, JsonObject source)
    {
        foreach (var (key, value) in source)
        {
            if (target[key] is JsonObject inner && value is JsonObject more) MergeInto(inner, more);
            else target[key] = value?.DeepClone();
        }
    }

    /// <summary>Takes out what is null, once nothing more can be merged into it.</summary>
    private static void Prune(JsonObject item)
    {
        foreach (var key in item.Where(entry => entry.Value is null).Select(entry => entry.Key).ToArray()) item.Remove(key);
        foreach (var inner in item.Select(entry => entry.Value).OfType<JsonObject>()) Prune(inner);
    }

    private static Experiment Validated(Experiment experiment, string path)
    {
        experiment.Augmentation.Validated();
        experiment.Optimiser.Validated();
        experiment.Ensemble.ToGrid();
        if (experiment.Model.InputSize < 32) throw new UserErrorException($"{path}: model.inputSize is {experiment.Model.InputSize}; give at least 32.");
        var earlier = new Dictionary<string, StageOptions>();
        foreach (var stage in experiment.Stages)
        {
            if (stage.Name.Length == 0 || stage.Name.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0)
                throw new UserErrorException($"{path}: every stage needs a name that can name a folder; one has '{stage.Name}'.");
            if (NetworkOf(stage) is { } need && !(earlier.TryGetValue(need, out var maker) && MakesPoses(maker)))
                throw new UserErrorException($"{path}: stage '{stage.Name}' uses '{need}', which no earlier stage trains.");
            if (stage is TrainingStageOptions training)
            {
                training.Validate(experiment);
                RequireEncoder(training, earlier, experiment, path);
            }

            if (stage is EnsembleStageOptions ensemble)
            {
                foreach (var grid in ensemble.Grids) grid.ToGrid();
            }

            if (stage is ChartStageOptions chart)
            {
                chart.Validate();
                if (NeedsOf(chart).FirstOrDefault(name => !earlier.ContainsKey(name)) is { } missing)
                    throw new UserErrorException($"{path}: chart '{stage.Name}' shows '{missing}', which is no earlier stage.");
            }

            if (!earlier.TryAdd(stage.Name, stage)) throw new UserErrorException($"{path}: two stages are named '{stage.Name}'; rename one.");
        }

        return experiment;
    }

    /// <summary>The stages whose networks this one uses, by name; of another experiment as <c>EXPERIMENT/STAGE</c>.</summary>
    internal static IEnumerable<string> NeedsOf(StageOptions stage) => stage is ChartStageOptions chart
        ? chart.Series.Values.SelectMany(stages => stages)
        : new[] { NetworkOf(stage), (stage as TrainingStageOptions)?.InitStage }.OfType<string>();

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
        stage is TrainingStageOptions and not (PretrainingStageOptions or HmtlStageOptions { Loss: SupervisedLoss.Regression });

    private static void RequireEncoder(TrainingStageOptions stage, Dictionary<string, StageOptions> earlier, Experiment experiment, string path)
    {
        if (stage.InitStage is not { } init || RunPaths.IsOfAnotherExperiment(init)) return;
        if (!earlier.TryGetValue(init, out var maker) || maker is not TrainingStageOptions trained)
            throw new UserErrorException($"{path}: stage '{stage.Name}' starts from '{init}', which no earlier stage trains; name one, or EXPERIMENT/STAGE of an experiment that ran before.");
        if (trained.BackboneOf(experiment) != stage.BackboneOf(experiment))
            throw new UserErrorException($"{path}: stage '{stage.Name}' is a {stage.BackboneOf(experiment)} and cannot start from '{init}', a {trained.BackboneOf(experiment)}; give both the same backbone.");
    }
}
