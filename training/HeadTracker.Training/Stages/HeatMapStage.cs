using System.Text;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Runs;

namespace HeadTracker.Training.Stages;

/// <summary>The mean error of every ensemble with p up to a limit (fig. 6): a PNG and a CSV per test set in the stage's folder.</summary>
public static class HeatMapStage
{
    public static IReadOnlyList<ResultRow> Run(HeatMapStageOptions options, StageContext context, StageReport report)
    {
        using var network = context.NetworkOf(options.Of);
        var prediction = context.PredictionWith(network);
        var grids = GridsUpTo(options.MaxPadding);
        var folder = context.Paths.StageFolder(options.Name);
        var rows = new List<ResultRow>();
        foreach (var set in context.Tests)
        {
            var done = rows.Count / grids.Length;
            var angles = prediction.Ensembles(set, grids, fraction => Report((done + fraction) / context.Tests.Count, set.Name));
            var ofSet = grids.Select(grid => StageContext.RowOf(options.Name, set, grid, angles[grid])).ToArray();
            rows.AddRange(ofSet);
            if (!context.Group.IsFirst) continue;

            AtomicFile.Write(folder.File($"{set.Name}.csv"), partial => File.WriteAllText(partial, TableOf(ofSet)));
            var picture = HeatMapPicture.Draw($"Mean error on {set.Name}, degrees", ofSet, options.MaxPadding);
            AtomicFile.Write(folder.File($"{set.Name}.png"), partial => File.WriteAllBytes(partial, picture));
        }

        return rows;

        void Report(double fraction, string note)
        {
            report(fraction, note);
            context.Cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>p = 0, and every p from 1 with every s that divides it.</summary>
    internal static EnsembleGrid[] GridsUpTo(int maxPadding) =>
    [
        EnsembleGrid.Single,
        .. from padding in Enumerable.Range(1, maxPadding)
           from stride in Enumerable.Range(1, padding)
           where padding % stride == 0
           select new EnsembleGrid(stride, padding),
    ];

    private static string TableOf(IEnumerable<ResultRow> rows)
    {
        var table = new StringBuilder("p,s,A,pitch,yaw,roll,avg,geodesic\n");
        foreach (var row in rows)
        {
            table.Append($"{row.P},{row.S},{row.A},{row.Pitch:0.0000},{row.Yaw:0.0000},{row.Roll:0.0000},{row.Mean:0.0000},{row.Geodesic:0.0000}\n");
        }

        return table.ToString();
    }
}
