using HeadTracker.Training.Experiments;
using HeadTracker.Training.Runs;

namespace HeadTracker.Training.Stages;

/// <summary>The quasi-ensemble of §3.3, which the paper found more than 10% worse than no ensemble: kept as a negative row.</summary>
public static class QuasiEnsembleStage
{
    public static IReadOnlyList<ResultRow> Run(QuasiEnsembleStageOptions options, StageContext context, StageReport report)
    {
        using var network = context.NetworkOf(options.Of);
        var prediction = context.PredictionWith(network);
        var rows = new List<ResultRow>();
        foreach (var set in context.Tests)
        {
            foreach (var grid in options.Grids.Select(grid => grid.ToGrid()))
            {
                rows.Add(StageContext.RowOf(options.Name, set, grid, prediction.QuasiEnsemble(set, grid)));
                report((double)rows.Count / (context.Tests.Count * options.Grids.Count), set.Name);
                context.Cancellation.ThrowIfCancellationRequested();
            }
        }

        return rows;
    }
}
