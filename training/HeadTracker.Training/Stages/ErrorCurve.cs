using System.Text.Json;
using HeadTracker.Training.Runs;

namespace HeadTracker.Training.Stages;

/// <summary>A network's errors after some epochs.</summary>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Rows">One per test set.</param>
public sealed record CurvePoint(int Epoch, IReadOnlyList<ResultRow> Rows);

/// <summary>How a stage's errors run over its epochs: the file <c>curve.jsonl</c> of its folder, a line per point.</summary>
public sealed class ErrorCurve(RunFolder folder)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private string Path => folder.File("curve.jsonl");

    /// <summary>The points so far, by epoch; none where the stage keeps no curve.</summary>
    /// <exception cref="UserErrorException">The file is damaged.</exception>
    public IReadOnlyList<CurvePoint> Read()
    {
        try
        {
            return File.Exists(Path) ? [.. File.ReadLines(Path).Select(line => JsonSerializer.Deserialize<CurvePoint>(line, Json)!)] : [];
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"{Path} is damaged; take out its broken lines, or delete it and do without its points.", e);
        }
    }

    /// <summary>Adds a point; those of this epoch and later, which a run resumed from further back left behind, go.</summary>
    public void Add(int epoch, IReadOnlyList<ResultRow> rows)
    {
        CurvePoint[] points = [.. Read().Where(point => point.Epoch < epoch), new CurvePoint(epoch, rows)];
        AtomicFile.Write(Path, partial => File.WriteAllLines(partial, points.Select(point => JsonSerializer.Serialize(point, Json))));
    }
}
