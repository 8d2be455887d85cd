using HeadTracker.Training.Experiments;
using HeadTracker.Training.Objectives;
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
            foreach (var padding in options.Paddings)
            {
                rows.Add(StageContext.RowOf(options.Name, set, new EnsembleGrid(1, padding), prediction.QuasiEnsemble(set, padding)) with { S = 0, A = 1 });
                report((double)rows.Count / (context.Tests.Count * options.Paddings.Count), set.Name);
                context.Cancellation.ThrowIfCancellationRequested();
            }
        }

        return rows;
    }
}
