using System.Globalization;
using HeadTracker.Training.Data;

namespace HeadTracker.Training.Evaluation;

/// <summary>The tables of an evaluation as Markdown that also reads well on a console: a row per model, then the errors by yaw.</summary>
public static class EvaluationTables
{
    public static void Write(TextWriter writer, FaceDataset dataset, IReadOnlyList<ModelResult> results)
    {
        dataset.Report.WriteTo(writer);
        var metrics = results.Select(result => result.Metrics).ToList();
        writer.WriteLine();
        writer.WriteLine("Errors in degrees; intervals hold 95 % of bootstrap samples.");
        WriteTable(writer, ["model", "faces", "missed", "yaw", "pitch", "roll", "mean", "interval", "geodesic", "interval", "MAEV", "within 5/10/15"],
            metrics.Select(Overview));
        WriteTable(writer, ["model", "offset yaw", "pitch", "roll", "mean without offset", "scale yaw", "pitch", "roll", "mean without either"],
            metrics.Select(Offset));
        WriteByYaw(writer, "Mean error / geodesic error by true |yaw| (faces).", metrics);
        var seen = metrics.Select(model => model.OfFullWeight).OfType<PoseMetrics>().ToList();
        if (seen.Count > 0) WriteByYaw(writer, "The same for faces whose labels count in full (weight 1).", seen);
    }

    private static void WriteByYaw(TextWriter writer, string title, IReadOnlyList<PoseMetrics> metrics)
    {
        writer.WriteLine(title);
        var bins = metrics.MaxBy(model => model.YawBins.Count)!.YawBins;
        WriteTable(writer, ["model", $"all ({metrics.Max(model => model.Count)})", .. bins.Select(bin => $"{bin.From}-{bin.To}° ({bin.Count})")],
            metrics.Select(model => ByYaw(model, bins)));
    }

    private static string[] Overview(PoseMetrics model) =>
    [
        model.Model, $"{model.Count}", $"{model.Missed}", Text(model.Errors.Yaw), Text(model.Errors.Pitch), RollOf(model, model.Errors.Roll),
        Text(model.Mean.Value), $"{Text(model.Mean.Low)}-{Text(model.Mean.High)}", Text(model.Geodesic.Value),
            $"{Text(model.Geodesic.Low)}-{Text(model.Geodesic.High)}",
        Text(model.Maev), string.Join(" / ", model.Within.Values.Select(share => share.ToString("P0", CultureInfo.InvariantCulture))),
    ];

    private static string[] Offset(PoseMetrics model) =>
        [model.Model, Text(model.Offset.Yaw), Text(model.Offset.Pitch), RollOf(model, model.Offset.Roll), Text(model.ErrorsWithoutOffset.Mean),
            Text(model.Scale.Yaw), Text(model.Scale.Pitch), RollOf(model, model.Scale.Roll), Text(model.ErrorsWithoutScale.Mean)];

    private static string[] ByYaw(PoseMetrics model, IReadOnlyList<YawBin> bins) =>
        [model.Model, $"{Text(model.Mean.Value)} / {Text(model.Geodesic.Value)}", .. bins.Select(bin =>
            model.YawBins.FirstOrDefault(own => own.From == bin.From) is { } own ? $"{Text(own.Errors.Mean)} / {Text(own.Geodesic)}" : "-")];

    private static void WriteTable(TextWriter writer, string[] header, IEnumerable<string[]> rows)
    {
        string[][] lines = [header, .. rows];
        var widths = header.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        for (var row = 0; row < lines.Length; row++)
        {
            writer.WriteLine($"| {string.Join(" | ", lines[row].Select((cell, column) => cell.PadRight(widths[column])))} |");
            if (row == 0) writer.WriteLine($"|{string.Join("|", widths.Select(width => new string('-', width + 2)))}|");
        }

        writer.WriteLine();
    }

    /// <summary>A set that labels the head's axis alone knows no roll.</summary>
    private static string RollOf(PoseMetrics model, double value) => model.Errors.Angles == 3 ? Text(value) : "–";

    private static string Text(double degrees) => degrees.ToString("F2", CultureInfo.InvariantCulture);
}
