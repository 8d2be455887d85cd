using System.Text.Json;

namespace HeadTracker.Training.Runs;

/// <summary>How a stage did at one of its tasks on one test set.</summary>
/// <param name="Row">The stage.</param>
/// <param name="Test">The test set; empty for what does not depend on one.</param>
/// <param name="Task">The task, or what else the figure is of.</param>
/// <param name="Metric">What is measured, with its unit.</param>
/// <param name="Value">Null where the set has no such label.</param>
/// <param name="LowerIsBetter">Whether it is an error.</param>
public sealed record ScoreRow(string Row, string Test, string Task, string Metric, double? Value, bool LowerIsBetter)
{
    private const string FileName = "scores.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Keeps a stage's scores in its folder; a task's first metric is the one that it is compared by.</summary>
    public static void Write(RunFolder folder, IReadOnlyList<ScoreRow> scores) =>
        AtomicFile.Write(folder.File(FileName), partial => File.WriteAllText(partial, JsonSerializer.Serialize(scores, Json) + "\n"));

    /// <summary>Those of a finished stage; none where it has no tasks.</summary>
    /// <exception cref="UserErrorException">The file is damaged.</exception>
    public static IReadOnlyList<ScoreRow> Read(RunFolder folder)
    {
        var path = folder.File(FileName);
        if (!File.Exists(path)) return [];
        try
        {
            if (JsonSerializer.Deserialize<ScoreRow[]>(File.ReadAllText(path), Json) is { } scores && scores.All(score => score is not null)) return scores;
            throw new JsonException("it has no scores");
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"{path} is damaged; delete its folder's rows.json, and run the same command again: its stage is measured anew.", e);
        }
    }
}
