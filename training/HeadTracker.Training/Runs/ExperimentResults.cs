using System.Text.Json;
using System.Text.Json.Serialization;

namespace HeadTracker.Training.Runs;

/// <summary>One row of a table: how a network, or an ensemble over it, did on one test set. Angles in degrees.</summary>
public sealed record ResultRow
{
    /// <summary>The row's name, such as "Base ResNet50".</summary>
    public required string Row { get; init; }

    public required string Test { get; init; }

    /// <summary>Faces in the test set.</summary>
    public required int Faces { get; init; }

    /// <summary>The ensemble's padding; 0 where there is none.</summary>
    public int P { get; init; }

    /// <summary>The ensemble's stride.</summary>
    public int S { get; init; } = 1;

    /// <summary>Predictions averaged.</summary>
    public int A { get; init; } = 1;

    public required double Pitch { get; init; }

    public required double Yaw { get; init; }

    /// <summary>Null where a network learns yaw and pitch alone.</summary>
    public required double? Roll { get; init; }

    /// <summary>Mean of the angles' mean absolute errors: "avg." in the papers' tables.</summary>
    public required double Mean { get; init; }

    /// <summary>Null where <see cref="Roll"/> is.</summary>
    public required double? Geodesic { get; init; }
}

/// <summary>A data set an experiment read.</summary>
public sealed record DataHash(string Path, string Sha256);

/// <summary>What an experiment found, kept as <c>results/NAME.json</c> beside its file.</summary>
public sealed record ExperimentResults
{
    /// <summary>Name of the file with a stage's own rows in its folder.</summary>
    public const string RowsFile = "rows.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public required string Title { get; init; }

    public required long Seed { get; init; }

    public required string Device { get; init; }

    public required IReadOnlyList<DataHash> Data { get; init; }

    public required IReadOnlyList<ResultRow> Rows { get; init; }

    /// <summary>Of stages with several tasks; null where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ScoreRow>? Scores { get; init; }

    /// <exception cref="UserErrorException">The file is none of results.</exception>
    public static ExperimentResults Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ExperimentResults>(File.ReadAllText(path), Json) ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"{path} holds no results to add to ({e.Message.TrimEnd('.')}); move it away.", e);
        }
    }

    /// <summary>These results, of some stages, in place of what an earlier run says about them; its other rows and sets stay.</summary>
    /// <param name="before">The earlier run's.</param>
    /// <param name="anew">The stages that these are of.</param>
    /// <param name="order">All stages: that of the rows.</param>
    public ExperimentResults Over(ExperimentResults before, IReadOnlyCollection<string> anew, IReadOnlyList<string> order)
    {
        var scores = Merge(results => results.Scores ?? [], score => score.Row);
        return this with
        {
            Rows = Merge(results => results.Rows, row => row.Row),
            Scores = scores.Length > 0 ? scores : null,
            Data = [.. Data, .. before.Data.Where(old => Data.All(data => data.Path != old.Path))],
        };

        T[] Merge<T>(Func<ExperimentResults, IReadOnlyList<T>> of, Func<T, string> stageOf) =>
            [.. order.SelectMany(stage => of(anew.Contains(stage) ? this : before).Where(row => stageOf(row) == stage))];
    }

    public void Write(string path) => AtomicFile.Write(path, partial => File.WriteAllText(partial, JsonSerializer.Serialize(this, Json) + "\n"));

    /// <summary>Rows of one stage, kept in its folder so that a second run need not evaluate again.</summary>
    public static void WriteRows<T>(string path, IReadOnlyList<T> rows) =>
        AtomicFile.Write(path, partial => File.WriteAllText(partial, JsonSerializer.Serialize(rows, Json) + "\n"));

    /// <exception cref="UserErrorException">The file is damaged.</exception>
    public static IReadOnlyList<ResultRow> ReadRows(string path) => ReadRows<ResultRow>(path, "it");

    /// <summary>Rows of any kind.</summary>
    /// <param name="path">The file.</param>
    /// <param name="delete">What is to be deleted where it is damaged, for the message.</param>
    /// <inheritdoc cref="ReadRows(string)"/>
    internal static IReadOnlyList<T> ReadRows<T>(string path, string delete)
    {
        try
        {
            if (JsonSerializer.Deserialize<T[]>(File.ReadAllText(path), Json) is { } rows && rows.All(row => row is not null)) return rows;
            throw new JsonException("it has no rows");
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"{path} is damaged; delete {delete}, and run the same command again: its stage is measured anew.", e);
        }
    }
}
