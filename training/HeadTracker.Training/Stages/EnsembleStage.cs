using HeadTracker.Training.Experiments;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Runs;

namespace HeadTracker.Training.Stages;

/// <summary>Convolutional ensembles over a trained network: the rows of tables 2–4 and the "Ensemble" rows of table 5.</summary>
public static class EnsembleStage
{
    public static IReadOnlyList<ResultRow> Run(EnsembleStageOptions options, StageContext context, StageReport report)
    {
        using var network = context.NetworkOf(options.Of);
        var prediction = context.PredictionWith(network);
        EnsembleGrid[] grids = options.Grids.Count > 0 ? [.. options.Grids.Select(grid => grid.ToGrid())] : [context.Experiment.Ensemble.ToGrid()];
        var rows = new List<ResultRow>();
        foreach (var set in context.Tests)
        {
            var done = rows.Count / grids.Length;
            var angles = prediction.Ensembles(set, grids, fraction => Report((done + fraction) / context.Tests.Count, set.Name));
            rows.AddRange(grids.Select(grid => StageContext.RowOf(options.Name, set, grid, angles[grid])));
        }

        return rows;

        void Report(double fraction, string note)
        {
            report(fraction, note);
            context.Cancellation.ThrowIfCancellationRequested();
        }
    }
}
