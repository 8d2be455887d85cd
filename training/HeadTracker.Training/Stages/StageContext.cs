using HeadTracker.Contract;
using HeadTracker.Geometry;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Balancing;
using HeadTracker.Training.Distributed;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Optimisers;
using HeadTracker.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>Told how far a stage is: 0 to 1, and a few words.</summary>
public delegate void StageReport(double fraction, string note);

/// <summary>What every stage of an experiment may use. The context owns the data sets, which are opened when first asked for.</summary>
public sealed class StageContext(Experiment experiment, RunPaths paths, Device device, ImageMemory memory, CancellationToken cancellation) : IDisposable
{
    /// <summary>Training sets by how many subjects they have; 0 is all.</summary>
    private readonly Dictionary<int, FaceSet> _train = [];

    /// <summary>Sets of pre-training by their paths.</summary>
    private readonly Dictionary<string, FaceSet> _unlabelled = [];

    private readonly Lazy<FaceSet> _clips = new(() => Load("clips", experiment.Data.Clips ?? [], experiment, paths, device, memory));

    private readonly Lazy<IReadOnlyList<FaceSet>> _tests = new(() => [.. experiment.Data.Test.Select(test =>
        Load(test.Key, [test.Value], experiment, paths, device, memory))]);

    public Experiment Experiment => experiment;

    public RunPaths Paths => paths;

    public Device Device => device;

    public CancellationToken Cancellation => cancellation;

    /// <summary>The processes that share the stage at hand.</summary>
    public ProcessGroup Group { get; set; } = ProcessGroup.Alone;

    /// <summary>What self-supervised pre-training sees.</summary>
    public FaceSet UnlabelledOf(PretrainingStageOptions stage)
    {
        var packs = stage.SetsOf(experiment.Data);
        var key = string.Join('\n', packs);
        if (!_unlabelled.TryGetValue(key, out var set)) _unlabelled[key] = set = Load("pre-training", packs, experiment, paths, device, memory);
        return set;
    }

    /// <summary>Frames of clips.</summary>
    public FaceSet Clips => _clips.Value;

    public IReadOnlyList<FaceSet> Tests => _tests.Value;

    /// <summary>The labelled faces a stage trains on.</summary>
    public FaceSet TrainOf(TrainingStageOptions stage)
    {
        var subjects = stage.Subjects ?? experiment.Data.Subjects;
        if (!_train.TryGetValue(subjects ?? 0, out var set))
        {
            _train[subjects ?? 0] = set = Load("training", experiment.Data.Train, experiment, paths, device, memory, subjects);
        }

        return set;
    }

    public BatchNormalizer Normalizer { get; } = new(PixelNormalizer.ImageNet, device);

    /// <summary>This process's part of a training batch as network input, in the experiment's precision.</summary>
    public Tensor InputOf(FaceBatch batch) => InputOf(batch.Share?.Of(batch.Images) ?? batch.Images);

    /// <summary>Images, uint8 RGB (B, 3, H, W), as network input, in the experiment's precision.</summary>
    public Tensor InputOf(Tensor images)
    {
        using var scope = NewDisposeScope();
        var precision = experiment.Optimiser.Precision == TrainingPrecision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        return Normalizer.Apply(images).to(precision).MoveToOuterDisposeScope();
    }

    /// <summary>The definition of a stage's backbone at the experiment's width.</summary>
    public ResNetShape ShapeOf(TrainingStageOptions stage) => StageNetworks.ShapeOf(stage, experiment);

    /// <summary>The network an earlier stage trained, in evaluation mode; the caller disposes it.</summary>
    public PoseNetwork NetworkOf(string stage) => LoadNetwork(stage, device);

    /// <inheritdoc cref="NetworkOf"/>
    public PoseNetwork LoadNetwork(string stage, Device onto) => LoadNetwork(paths.StageFolder(stage), onto);

    /// <summary>How an earlier stage's network came about: two runs that say the same have made the same network.</summary>
    public string OriginOf(string stage) => TrainingCheckpoint.OriginOf(CheckpointOf(paths.StageFolder(stage)));

    /// <summary>The newest whole checkpoint of an earlier stage.</summary>
    public string CheckpointOf(string stage) => CheckpointOf(paths.StageFolder(stage));

    private static PoseNetwork LoadNetwork(RunFolder folder, Device onto) => TrainingCheckpoint.LoadNetwork(CheckpointOf(folder), onto);

    private static string CheckpointOf(RunFolder folder) => TrainingCheckpoint.LatestWhole(folder) ?? folder.Checkpoint;

    /// <summary>A fresh network on the device, with the weights that the stage or the experiment starts from.</summary>
    /// <exception cref="UserErrorException">Those weights are missing or of another encoder.</exception>
    public PoseNetwork Create(PoseNetworkDefinition definition, TrainingStageOptions stage)
    {
        manual_seed(experiment.Seed);
        var network = new PoseNetwork(definition, StageNetworks.StrideOf(stage));
        if (stage.InitFile(experiment) is { } file)
        {
            PretrainedWeights.Load(network.Backbone, paths.DataFile(file, experiment.Model.InputSize), stage.InitHeads ? network.Heads : null);
        }
        else if (stage.InitStage is { } init)
        {
            using var source = LoadNetwork(init, CPU);
            PretrainedWeights.Copy(source, network, init);
            if (stage.InitHeads) PretrainedWeights.CopyHeads(source, network, init);
        }

        return network.to(device);
    }

    /// <summary>Where a stage's initial weights come from, in words that change when they do.</summary>
    public string InitialWeightsOf(TrainingStageOptions stage) =>
        stage.InitStage is { } init
            ? $"the encoder{(stage.InitHeads ? " and heads" : "")} of {OriginOf(init)}"
            : $"{(stage.InitHeads ? "encoder and heads of " : "")}{stage.Init ?? experiment.Model.Pretrained}";

    public PosePrediction PredictionWith(PoseNetwork network) => new(network, Normalizer, experiment.Optimiser.Batch, Group);

    public static ResultRow RowOf(string name, FaceSet set, EnsembleGrid grid, IReadOnlyList<EulerAngles> predicted)
    {
        var errors = PoseErrors.Of(predicted, set);
        return new ResultRow
        {
            Row = name, Test = set.Name, Faces = set.Count, P = grid.Padding, S = grid.Stride, A = grid.Count,
            Pitch = errors.Pitch, Yaw = errors.Yaw, Roll = errors.Roll, Mean = errors.Mean, Geodesic = errors.Geodesic,
        };
    }

    /// <summary>One row per test set for a network's regression head.</summary>
    /// <param name="network">Has one.</param>
    /// <param name="name">The row's.</param>
    /// <param name="angles">2 where it learnt yaw and pitch alone.</param>
    public IReadOnlyList<ResultRow> EvaluateRegression(PoseNetwork network, string name, int angles)
    {
        network.eval();
        var prediction = PredictionWith(network);
        var rows = Tests.Select(set => RowOf(name, set, EnsembleGrid.Single, prediction.Regression(set)));
        return [.. angles == 3 ? rows : rows.Select(row => row with { Roll = null, Geodesic = null, Mean = (row.Yaw + row.Pitch) / 2 })];
    }

    /// <summary>One row per test set for a network alone.</summary>
    public IReadOnlyList<ResultRow> Evaluate(PoseNetwork network, string name)
    {
        network.eval();
        var prediction = PredictionWith(network);
        return [.. Tests.Select(set => RowOf(name, set, EnsembleGrid.Single, prediction.Ensemble(set, EnsembleGrid.Single)))];
    }

    /// <summary>Trains to the end, and tells how far it is.</summary>
    public void Train(Trainer trainer, BatchLoss loss, StageReport report) => Train(trainer, loss, report, null);

    /// <summary>Trains to the end, on the way measures what the experiment's curve asks for, and measures what came out.</summary>
    /// <param name="trainer">Of the stage.</param>
    /// <param name="loss">Runs the network on a batch.</param>
    /// <param name="report">Told how far it is.</param>
    /// <param name="stage">The stage's name.</param>
    /// <param name="evaluate">Measures the network; it may put it into evaluation mode.</param>
    /// <param name="balancer">What balances the loss's tasks, told of every epoch's end; or null.</param>
    public IReadOnlyList<ResultRow> Train(
        Trainer trainer, BatchLoss loss, StageReport report, string stage, Func<IReadOnlyList<ResultRow>> evaluate, Balancer? balancer = null)
    {
        var curve = CurveOf(stage, evaluate);
        Train(trainer, loss, report, balancer is null ? curve : epoch =>
        {
            balancer.EndEpoch();
            curve?.Invoke(epoch);
        });
        return evaluate();
    }

    private void Train(Trainer trainer, BatchLoss loss, StageReport report, Action<int>? epochEnd) =>
        trainer.Run(
            loss, progress => report((double)progress.Step / progress.Steps, $"loss {progress.Loss:0.000}{progress.Times}"), cancellation, epochEnd);

    /// <summary>What a trainer is to do at the end of an epoch for the stage's curve, or null where the experiment asks for none.</summary>
    private Action<int>? CurveOf(string stage, Func<IReadOnlyList<ResultRow>> evaluate)
    {
        if (experiment.Optimiser.CurveEpochs is not (> 0 and var every)) return null;
        var curve = new ErrorCurve(paths.StageFolder(stage));
        return epoch =>
        {
            if (epoch % every != 0) return;
            var rows = evaluate();
            if (Group.IsFirst) curve.Add(epoch, rows);
        };
    }

    private static FaceSet Load(
        string name, IReadOnlyList<string> packs, Experiment experiment, RunPaths paths, Device device, ImageMemory memory, int? subjects = null)
    {
        var size = experiment.Model.InputSize;
        return FaceSet.Load(name, [.. packs.Select(path => paths.DataFile(path, size))], size, device, experiment.Data.Limit, subjects, memory);
    }

    public void Dispose()
    {
        foreach (var set in _train.Values) set.Dispose();
        foreach (var set in _unlabelled.Values) set.Dispose();
        if (_clips.IsValueCreated) _clips.Value.Dispose();
        if (_tests.IsValueCreated)
        {
            foreach (var set in _tests.Value) set.Dispose();
        }

        Normalizer.Dispose();
    }
}
