using System.Globalization;
using System.Numerics;
using HeadTracker.CommandLine;
using HeadTracker.Metrics;
using HeadTracker.Response;

namespace HeadTracker.Replay;

/// <summary>A pivot of a recording's head and what it leaves of the place, in centimetres.</summary>
internal sealed record PivotFigures(string Name, PivotSettings Pivot, PlaceScatter? Scatter);

/// <summary>How still the first face's place is, or how true, without a pivot, with the profile's and with the best one.</summary>
/// <param name="AgainstTruth">Whether scatter is that of the error; otherwise the neck is taken to have stayed where it was.</param>
/// <param name="Frames">Frames with the face.</param>
internal sealed record PivotReport(bool AgainstTruth, int Frames, IReadOnlyList<PivotFigures> Pivots)
{
    public static PivotReport Of(IReadOnlyList<RecordedFrame> recording, PivotSettings inForce, IReadOnlyList<Vector3>? truth)
    {
        var frames = recording.Where(frame => frame.Faces.Count > 0 && frame.Faces[0].IsSure && (truth is null || frame.Index < truth.Count)).ToList();
        var person = frames.Count > 0 ? frames[0].Faces[0].Id : 0;
        var tuning = new PivotTuning(frames.Where(frame => frame.Faces[0].Id == person)
            .Select(frame => (frame.Faces[0].Measured, truth?[(int)frame.Index] ?? Vector3.Zero)));
        List<(string Name, PivotSettings Pivot)> rows = [("between the ears", PivotSettings.None), ("in force", inForce)];
        if (tuning.Best() is { } best) rows.Add(("best here", best));
        return new PivotReport(truth is not null, tuning.Frames, [.. rows.Select(row => new PivotFigures(row.Name, row.Pivot, tuning.Measure(row.Pivot)))]);
    }

    public void Print()
    {
        Console.WriteLine(AgainstTruth
            ? $"Place against the true neck in {Frames} frames, standard deviation of the error:"
            : $"Place in {Frames} frames, standard deviation; of a person who sits still and looks about, the best pivot is the neck's:");
        Report.Table(
            ["pivot", "up cm", "ahead cm", "x cm", "y cm", "z cm"],
            [.. Pivots.Select(row => new[]
            {
                row.Name, Cell(row.Pivot.Up, "0.0"), Cell(row.Pivot.Ahead, "0.0"),
                Cell(row.Scatter?.X, "F2"), Cell(row.Scatter?.Y, "F2"), Cell(row.Scatter?.Z, "F2"),
            })]);
    }

    private static string Cell(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "–";
}
