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

    /// <summary>Keeps a stage's scores in its folder; a task's first metric is the one that it is compared by.</summary>
    public static void Write(RunFolder folder, IReadOnlyList<ScoreRow> scores) => ExperimentResults.WriteRows(folder.File(FileName), scores);

    /// <summary>Those of a finished stage; none where it has no tasks.</summary>
    /// <exception cref="UserErrorException">The file is damaged.</exception>
    public static IReadOnlyList<ScoreRow> Read(RunFolder folder)
    {
        var path = folder.File(FileName);
        return File.Exists(path) ? ExperimentResults.ReadRows<ScoreRow>(path, "its folder's rows.json") : [];
    }
}
