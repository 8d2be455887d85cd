using System.Globalization;
using System.Numerics;
using HeadTracker.Contract;
using HeadTracker.Geometry;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Balancing;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Evaluation.Charts;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>The labels that a stage with parameters for each of them trusted least, as a table and as pictures.</summary>
public sealed class SuspectLabels
{
    /// <summary>Faces of the sheet: more would be a picture nobody looks at.</summary>
    public const int MostTiles = 60;

    private readonly TrainingLabels _labels;
    private readonly LabelCorruption? _poses;
    private readonly IReadOnlySet<int> _corrupt;
    private readonly float[] _parameters;
    private readonly string[] _tasks;
    private readonly int[] _ranking;
    private readonly string _checkpoint;
    private readonly int _inputSize;
    private readonly bool _learnsPose;

    /// <param name="experiment">Has the stage.</param>
    /// <param name="stage">Its name.</param>
    /// <param name="paths">Where it was run.</param>
    /// <param name="task">The task whose labels are judged; null for the mean over all.</param>
    /// <exception cref="UserErrorException">There is no such stage or task, it has no such parameters, or they are of another set's labels.</exception>
    public SuspectLabels(Experiment experiment, string stage, RunPaths paths, string? task = null)
    {
        var options = StagesOf(experiment).FirstOrDefault(other => other.Name == stage)
            ?? throw new UserErrorException($"{paths.Name} has no stage '{stage}' with parameters for single labels; {Choices(experiment)}.");
        _tasks = [.. TasksOf(options, experiment).Select(one => one.Name)];
        if (task is not null && !_tasks.Contains(task))
            throw new UserErrorException($"Stage '{stage}' has no parameters for '{task}'; it has some for {string.Join(", ", _tasks)}.");
        _checkpoint = paths.StageFolder(stage).LatestCheckpoint ?? paths.StageFolder(stage).Checkpoint;
        _labels = TrainingLabels.Of(options, experiment, paths);
        (_parameters, var momenta) = _labels.ParametersIn(_checkpoint);
        _learnsPose = options is not MultiTaskStageOptions { LearnsPose: false };
        _inputSize = experiment.Model.InputSize;

        var (poses, classes) = SharesOf(options);
        _poses = poses > 0 ? LabelCorruption.Draw(_labels, poses, experiment.Seed) : null;
        HashSet<int> corrupt = [];
        if (_poses is not null && (task is null || options is BaseStageOptions || task == NameOf(FaceTask.Pose))) corrupt.UnionWith(_poses.Labels);
        if (classes > 0 && (task is null || task == NameOf(FaceTask.Segmentation)))
            corrupt.UnionWith(ClassCorruption.Draw(_labels.Labels.Count, classes, experiment.Seed).Labels);
        _corrupt = corrupt;
        _ranking = SuspectRanking.Of(_parameters, momenta, _tasks.Length, task is null ? null : Array.IndexOf(_tasks, task));
    }

    /// <summary>Labels in all.</summary>
    public int Count => _ranking.Length;

    /// <summary>Labels made wrong on purpose.</summary>
    public int Corrupt => _corrupt.Count;

    /// <summary>Share of them among as many of the most suspect; null where there are none.</summary>
    public double? Detection => Corrupt > 0 ? SuspectRanking.Detection(_ranking, _corrupt) : null;

    /// <summary>Writes <c>row,name,source,set</c>, the label's angles and s of every task, the most suspect first.</summary>
    /// <param name="path">The file.</param>
    /// <param name="count">How many.</param>
    public void WriteTable(string path, int count) => AtomicFile.Write(path, partial =>
    {
        using var writer = new StreamWriter(partial);
        var parameters = string.Join(',', _tasks.Select(task => $"s_{task}"));
        writer.Write($"row,name,source,set,yaw,pitch,roll,{parameters}{(Corrupt == 0 ? "" : ",corrupt")}\n");
        foreach (var number in _ranking.Take(count))
        {
            var label = _labels.Labels[number];
            var angles = AnglesOf(number);
            string[] fields =
            [
                $"{label.Row}", Quoted(label.Name), Quoted(label.Source), Quoted(Path.GetFileName(label.Pack)),
                .. new[] { angles.Yaw, angles.Pitch, angles.Roll }.Select(angle => angle.ToString("0.00", CultureInfo.InvariantCulture)),
                .. ParametersOf(number).Select(s => s.ToString("0.0000", CultureInfo.InvariantCulture)),
            ];
            writer.Write($"{string.Join(',', fields)}{(Corrupt == 0 ? "" : _corrupt.Contains(number) ? ",1" : ",0")}\n");
        }
    });

    /// <summary>Draws them: the pose's label thin, what the stage's network says bold where it has learnt poses.</summary>
    /// <param name="path">The picture.</param>
    /// <param name="count">How many, at most <see cref="MostTiles"/>.</param>
    public void WriteSheet(string path, int count)
    {
        var chosen = _ranking.Take(Math.Min(count, MostTiles)).ToArray();
        using var packs = new SeveralPacks(chosen.Select(number => _labels.Labels[number].Pack));
        var predicted = _learnsPose ? Predict(chosen) : [];
        ContactSheet.Write(path, packs, [.. chosen.Select((number, i) =>
            TileOf(number, packs, _learnsPose ? [new(predicted[i].ToRotation(), Bold: true)] : []))]);
    }

    private SheetTile TileOf(int number, SeveralPacks packs, DrawnPose[] predicted)
    {
        var label = _labels.Labels[number];
        var s = string.Join(' ', ParametersOf(number).Select(value => value.ToString("0.0", CultureInfo.InvariantCulture)));
        return new SheetTile(
            packs.FaceAt(label.Pack, label.Row), [.. predicted, new(RotationOf(number), Bold: false)], $"{label.Row} {label.Source}\ns {s}");
    }

    private EulerAngles[] Predict(int[] chosen)
    {
        using var scope = NewDisposeScope();
        using var network = TrainingCheckpoint.LoadNetwork(_checkpoint, CPU);
        using var normalizer = new BatchNormalizer(PixelNormalizer.ImageNet, CPU);
        var images = new List<byte>();
        var side = 0;
        foreach (var number in chosen)
        {
            using var pack = new PackReader(_labels.Labels[number].Pack);
            side = pack.Header.StoredSize;
            images.AddRange(pack.ImageAt(_labels.Labels[number].Row));
        }

        var ones = Enumerable.Repeat(1f, chosen.Length).ToArray();
        using var faces = new FaceSet("suspects", new ResidentImages(tensor(images.ToArray(), [chosen.Length, side, side, 3])), _inputSize,
            [.. chosen.Select(RotationOf)], ones, ones);
        return new PosePrediction(network, normalizer, chosen.Length).Ensemble(faces, EnsembleGrid.Single);
    }

    private EulerAngles AnglesOf(int number) => _poses?.AnglesOf(number, _labels) ?? _labels.Labels[number].Packed.Angles;

    private Quaternion RotationOf(int number) =>
        _poses?.Labels.Contains(number) == true ? AnglesOf(number).ToRotation() : _labels.Labels[number].Packed.Rotation;

    private float[] ParametersOf(int number) => _parameters[(number * _tasks.Length)..((number + 1) * _tasks.Length)];

    private static string NameOf(FaceTask task) => new LearntTask(task).Name;

    private static IEnumerable<TrainingStageOptions> StagesOf(Experiment experiment) => experiment.Stages.OfType<TrainingStageOptions>()
        .Where(stage => stage is BaseStageOptions { Balance: InstanceOptions } or MultiTaskStageOptions { Balance: InstanceOptions });

    private static IReadOnlyList<BalancedTask> TasksOf(TrainingStageOptions stage, Experiment experiment) => stage switch
    {
        MultiTaskStageOptions several => several.Balanced,
        BaseStageOptions plain => BaseTasks.Of(plain.Balance!, plain.BinSizesOf(experiment), plain.RegressionOf(experiment)),
        _ => throw new ArgumentOutOfRangeException(nameof(stage)),
    };

    /// <summary>Shares of the poses and of the segmentations that were made wrong on purpose.</summary>
    private static (double Poses, double Classes) SharesOf(TrainingStageOptions stage) => stage switch
    {
        MultiTaskStageOptions { Corrupt: { } corrupt } => (corrupt.Pose, corrupt.Segmentation),
        BaseStageOptions { Corrupt: { } corrupt } => (corrupt.Pose, 0),
        _ => (0, 0),
    };

    private static string Choices(Experiment experiment) => StagesOf(experiment).Select(stage => $"'{stage.Name}'").ToArray() is { Length: > 0 } names
        ? $"it has {string.Join(", ", names)}" : "it has none: give a 'base' or 'multiTask' stage \"balance\": { \"kind\": \"instance\" }";

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
