using System.Security.Cryptography;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>
/// Runs an experiment's stages in order and collects their rows. What an earlier run finished is not done again; what it left half
/// done goes on from its checkpoint.
/// </summary>
/// <param name="experiment">What to run.</param>
/// <param name="paths">Where its files are.</param>
/// <param name="device">Where networks train.</param>
/// <param name="memory">For the images of sets; null takes what is usual for the device.</param>
public sealed class ExperimentRunner(Experiment experiment, RunPaths paths, Device device, ImageMemory? memory = null)
{
    /// <summary>What <see cref="Run"/> would do, and all that is missing for it. Nothing is trained or written.</summary>
    /// <param name="only">As for <see cref="Run"/>.</param>
    /// <exception cref="UserErrorException">There is no such stage.</exception>
    public ExperimentEstimate Estimate(IReadOnlyCollection<string> only)
    {
        var stages = Select(only);
        using var inputs = new ExperimentInputs(experiment, paths, stages);
        return new ExperimentEstimate(experiment, stages, inputs);
    }

    /// <param name="only">Runs these stages and those they need; all when empty.</param>
    /// <param name="begin">Called with a stage's name before it runs; gives what is told how far it is.</param>
    /// <param name="cancellation">Asks to stop at the next safe point.</param>
    /// <exception cref="UserErrorException">Something the user can mend.</exception>
    /// <exception cref="OperationCanceledException">It stopped as asked; the same call goes on from there.</exception>
    public ExperimentResults Run(IReadOnlyCollection<string> only, Func<string, StageReport> begin, CancellationToken cancellation)
    {
        var stages = Select(only);
        if (device.type == DeviceType.CUDA)
        {
            // Convolutions in TF32: three times the speed, and far more precision than the labels have.
            backends.cuda.matmul.allow_tf32 = true;
            backends.cudnn.allow_tf32 = true;
        }

        CheckFiles(stages);
        var before = only.Count > 0 && File.Exists(paths.ResultFile) ? ExperimentResults.Read(paths.ResultFile) : null;
        using var run = RunLock.Take(Path.Combine(paths.Runs, paths.Name));
        using var context = new StageContext(experiment, paths, device, memory ?? ImageMemory.Of(device), cancellation);
        AtomicFile.Write(Path.Combine(paths.Runs, paths.Name, "experiment.json"), partial => File.WriteAllText(partial, ExperimentFile.ToJson(experiment)));
        try
        {
            return RunStages(stages, context, begin, before, cancellation);
        }
        finally
        {
            ManagedHeap.Release();
        }
    }

    private ExperimentResults RunStages(
        StageOptions[] stages, StageContext context, Func<string, StageReport> begin, ExperimentResults? before, CancellationToken cancellation)
    {
        var rows = new List<ResultRow>();
        var scores = new List<ScoreRow>();
        foreach (var stage in stages)
        {
            using var scope = NewDisposeScope();
            var report = begin(stage.Name);
            rows.AddRange(RowsOf(stage, context, report));
            if (stage is MultiTaskStageOptions or ProbeStageOptions) scores.AddRange(ScoreRow.Read(paths.StageFolder(stage.Name)));
            cancellation.ThrowIfCancellationRequested();
        }

        var results = new ExperimentResults
        {
            Title = experiment.Title, Seed = experiment.Seed, Device = device.ToString(), Data = [.. HashData(stages)], Rows = rows,
            Scores = scores.Count > 0 ? scores : null,
        };
        if (before is not null) results = results.Over(before, [.. stages.Select(stage => stage.Name)], [.. experiment.Stages.Select(stage => stage.Name)]);
        results.Write(paths.ResultFile);
        return results;
    }

    /// <summary>What a later stage would miss is said now, not after hours of training.</summary>
    private void CheckFiles(StageOptions[] stages)
    {
        using var inputs = new ExperimentInputs(experiment, paths, stages);
        if (inputs.Problems.Count > 0) throw new UserErrorException(string.Join(' ', inputs.Problems));
    }

    private IReadOnlyList<ResultRow> RowsOf(StageOptions stage, StageContext context, StageReport report)
    {
        var file = paths.StageFolder(stage.Name).File(ExperimentResults.RowsFile);
        if (IsDone(stage, file))
        {
            report(1, "done before");
            return ExperimentResults.ReadRows(file);
        }

        var rows = stage switch
        {
            BaseStageOptions options => BaseStage.Run(options, context, report),
            HmtlStageOptions options => HmtlStage.Run(options, context, report),
            MultiTaskStageOptions options => MultiTaskStage.Run(options, context, report),
            PretextStageOptions options => PretextStage.Run(options, context, report),
            PretextMixStageOptions options => PretextMixStage.Run(options, context, report),
            BarlowTwinsStageOptions options => BarlowTwinsStage.Run(options, context, report),
            ContrastStageOptions options => ContrastStage.Run(options, context, report),
            ProbeStageOptions options => ProbeStage.Run(options, context, report),
            DistillStageOptions options => DistillStage.Run(options, context, report),
            EnsembleStageOptions options => EnsembleStage.Run(options, context, report),
            QuasiEnsembleStageOptions options => QuasiEnsembleStage.Run(options, context, report),
            HeatMapStageOptions options => HeatMapStage.Run(options, context, report),
            ChartStageOptions options => ChartStage.Run(options, context, report),
            ExportStageOptions options => ExportStage.Run(options, context, report),
            _ => throw new InvalidOperationException($"no stage runs {stage.GetType().Name}"),
        };
        ExperimentResults.WriteRows(file, rows);
        AtomicFile.Write(StampOf(file), partial => File.WriteAllText(partial, Stamp(stage)));
        return rows;
    }

    /// <summary>Whether the stage's rows were made under the very same experiment, from the network that is there now.</summary>
    private bool IsDone(StageOptions stage, string rows) =>
        File.Exists(rows) && File.Exists(StampOf(rows)) && File.ReadAllText(StampOf(rows)) == Stamp(stage)
        && ExperimentFile.NeedsOf(stage).All(need => File.GetLastWriteTimeUtc(paths.StageFolder(need).Checkpoint) <= File.GetLastWriteTimeUtc(rows));

    private static string StampOf(string rows) => Path.ChangeExtension(rows, ".stamp");

    private string Stamp(StageOptions stage) =>
        Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(ExperimentFile.ToJson(experiment with { Title = "", Stages = [stage] }))));

    private StageOptions[] Select(IReadOnlyCollection<string> only)
    {
        if (only.FirstOrDefault(name => experiment.Stages.All(stage => stage.Name != name)) is { } unknown)
            throw new UserErrorException(
                $"There is no stage '{unknown}'; this experiment has {string.Join(", ", experiment.Stages.Select(stage => $"'{stage.Name}'"))}.");
        if (only.Count == 0) return [.. experiment.Stages];

        var wanted = only.ToHashSet();
        foreach (var stage in experiment.Stages.Reverse())
        {
            if (wanted.Contains(stage.Name)) wanted.UnionWith(ExperimentFile.NeedsOf(stage));
        }

        return [.. experiment.Stages.Where(stage => wanted.Contains(stage.Name))];
    }

    /// <summary>The packed sets that stages read.</summary>
    private IEnumerable<string> PacksOf(StageOptions[] stages) =>
        stages.Select(stage => StageData.Of(stage, experiment.Data)).SelectMany(data => data.Train.Concat(data.Clips).Concat(data.Tests.Values)).Distinct();

    private IEnumerable<DataHash> HashData(StageOptions[] stages)
    {
        foreach (var path in PacksOf(stages))
        {
            var file = paths.DataFile(path, experiment.Model.InputSize);
            using var stream = File.OpenRead(file);
            yield return new DataHash(Path.GetRelativePath(paths.Data, file), Convert.ToHexStringLower(SHA256.HashData(stream)));
        }
    }
}
