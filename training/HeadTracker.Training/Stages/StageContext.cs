using HeadTracker.Contract;
using HeadTracker.Geometry;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>Told how far a stage is: 0 to 1, and a few words.</summary>
public delegate void StageReport(double fraction, string note);

/// <summary>What every stage of an experiment may use. The context owns the data sets, which are loaded when first asked for.</summary>
public sealed class StageContext(Experiment experiment, RunPaths paths, Device device, CancellationToken cancellation) : IDisposable
{
    private readonly Lazy<FaceSet> train = new(() =>
        FaceSet.Load("training", [.. experiment.Data.Train.Select(path => paths.DataFile(path, experiment.Model.InputSize))], experiment.Model.InputSize, device, experiment.Data.Limit));

    private readonly Lazy<IReadOnlyList<FaceSet>> tests = new(() => [.. experiment.Data.Test.Select(test =>
        FaceSet.Load(test.Key, [paths.DataFile(test.Value, experiment.Model.InputSize)], experiment.Model.InputSize, device, experiment.Data.Limit))]);

    public Experiment Experiment => experiment;

    public RunPaths Paths => paths;

    public Device Device => device;

    public CancellationToken Cancellation => cancellation;

    public FaceSet Train => train.Value;

    public IReadOnlyList<FaceSet> Tests => tests.Value;

    public BatchNormalizer Normalizer { get; } = new(PixelNormalizer.ImageNet, device);

    /// <summary>A training batch as network input, in the experiment's precision.</summary>
    public Tensor InputOf(FaceBatch batch)
    {
        using var scope = NewDisposeScope();
        var precision = experiment.Optimiser.Precision == TrainingPrecision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        return Normalizer.Apply(batch.Images).to(precision).MoveToOuterDisposeScope();
    }

    /// <summary>The definition of a stage's backbone at the experiment's width.</summary>
    public ResNetShape ShapeOf(Backbone backbone) => ResNetShape.Of(backbone) with { Width = experiment.Model.Width };

    /// <summary>The network an earlier stage trained, in evaluation mode; the caller disposes it.</summary>
    public PoseNetwork NetworkOf(string stage) => LoadNetwork(stage, device);

    /// <inheritdoc cref="NetworkOf"/>
    public PoseNetwork LoadNetwork(string stage, Device onto) => LoadNetwork(paths.StageFolder(stage), onto);

    /// <summary>How an earlier stage's network came about: two runs that say the same have made the same network.</summary>
    public string OriginOf(string stage) => TrainingCheckpoint.OriginOf(paths.StageFolder(stage).LatestCheckpoint!);

    private static PoseNetwork LoadNetwork(RunFolder folder, Device onto) => TrainingCheckpoint.LoadNetwork(folder.LatestCheckpoint ?? folder.Checkpoint, onto);

    /// <summary>Loads pretrained weights into a fresh network where the experiment names some, and moves it to the device.</summary>
    public PoseNetwork Create(PoseNetworkDefinition definition, Backbone backbone)
    {
        manual_seed(experiment.Seed);
        var network = new PoseNetwork(definition);
        if (paths.PretrainedFile(experiment.Model, backbone) is { } weights) PretrainedWeights.Load(network.Backbone, weights);
        return network.to(device);
    }

    public PosePrediction PredictionWith(PoseNetwork network) => new(network, Normalizer, experiment.Optimiser.Batch);

    public static ResultRow RowOf(string name, FaceSet set, EnsembleGrid grid, IReadOnlyList<EulerAngles> predicted)
    {
        var errors = PoseErrors.Of(predicted, set);
        return new ResultRow
        {
            Row = name, Test = set.Name, Faces = set.Count, P = grid.Padding, S = grid.Stride, A = grid.Count,
            Pitch = errors.Pitch, Yaw = errors.Yaw, Roll = errors.Roll, Mean = errors.Mean, Geodesic = errors.Geodesic,
        };
    }

    /// <summary>One row per test set for a network alone.</summary>
    public IReadOnlyList<ResultRow> Evaluate(PoseNetwork network, string name)
    {
        network.eval();
        var prediction = PredictionWith(network);
        return [.. Tests.Select(set => RowOf(name, set, EnsembleGrid.Single, prediction.Ensemble(set, EnsembleGrid.Single)))];
    }

    public void Dispose()
    {
        if (train.IsValueCreated) train.Value.Dispose();
        if (tests.IsValueCreated)
        {
            foreach (var set in tests.Value) set.Dispose();
        }

        Normalizer.Dispose();
    }
}
