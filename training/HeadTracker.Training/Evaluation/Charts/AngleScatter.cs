using HeadTracker.Geometry;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace HeadTracker.Training.Evaluation.Charts;

/// <summary>Predicted against true angles: a row per model, a column per angle.</summary>
public static class AngleScatter
{
    private const int Side = 360, Range = 100;
    private static readonly (string Name, Func<EulerAngles, float> Of)[] Angles =
        [("yaw", angles => angles.Yaw), ("pitch", angles => angles.Pitch), ("roll", angles => angles.Roll)];

    public static void Write(string path, IReadOnlyList<ModelResult> results)
    {
        var panels = results.SelectMany((result, row) => Angles.Select(angle => Panel(result, angle.Name, angle.Of, Chart.ColourOf(row))));
        Chart.Write(path, [.. panels], Angles.Length, Side, Side, legend: false);
    }

    private static Plot Panel(ModelResult result, string name, Func<EulerAngles, float> of, Color colour)
    {
        var plot = Chart.Panel($"{result.Metrics.Model}: {name}", "true, degrees", "predicted, degrees");
        plot.Add.Line(-Range, -Range, Range, Range).LineColor = Colors.Gray;
        Coordinates[] faces =
        [
            .. result.Comparisons.Select(face => new Coordinates(of(face.Face.Angles), Math.Clamp(of(face.Said), -Range, Range)))
                .Where(point => Math.Abs(point.X) <= Range),
        ];
        plot.Add.Markers(faces, MarkerShape.FilledCircle, 4, colour.WithOpacity(0.6));
        plot.Axes.SetLimits(-Range, Range, -Range, Range);
        plot.Axes.Bottom.TickGenerator = new NumericFixedInterval(50);
        plot.Axes.Left.TickGenerator = new NumericFixedInterval(50);
        return plot;
    }
}
