using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace HeadTracker.Training.Runs;

/// <summary>
/// Reads experiment files. The key <c>extends</c> names a file, or several, relative to the one that says it; their objects are merged
/// key by key, later ones and the file itself winning, lists replaced whole.
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

    private static Experiment Validated(Experiment experiment, string path)
    {
        experiment.Augmentation.Validated();
        experiment.Optimiser.Validated();
        experiment.Ensemble.ToGrid();
        if (experiment.Model.InputSize < 32) throw new UserErrorException($"{path}: model.inputSize is {experiment.Model.InputSize}; give at least 32.");
        var networks = new HashSet<string>();
        var names = new HashSet<string>();
        foreach (var stage in experiment.Stages)
        {
            if (stage.Name.Length == 0 || stage.Name.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0)
                throw new UserErrorException($"{path}: every stage needs a name that can name a folder; one has '{stage.Name}'.");
            if (!names.Add(stage.Name)) throw new UserErrorException($"{path}: two stages are named '{stage.Name}'; rename one.");
            if (NeedOf(stage) is { } need && !networks.Contains(need))
                throw new UserErrorException($"{path}: stage '{stage.Name}' uses '{need}', which no earlier stage trains.");
            if (stage is HmtlStageOptions hmtl) hmtl.Validated();
            if (stage is EnsembleStageOptions ensemble)
            {
                foreach (var grid in ensemble.Grids) grid.ToGrid();
            }

            if (stage is TrainingStageOptions) networks.Add(stage.Name);
        }

        return experiment;
    }

    /// <summary>The name of the stage whose network this one uses, or null.</summary>
    internal static string? NeedOf(StageOptions stage) => stage switch
    {
        EnsembleStageOptions ensemble => ensemble.Of,
        QuasiEnsembleStageOptions quasi => quasi.Of,
        HeatMapStageOptions heatMap => heatMap.Of,
        DistillStageOptions distill => distill.Teacher,
        ExportStageOptions export => export.Of,
        _ => null,
    };
}
