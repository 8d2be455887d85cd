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
    private readonly LabelCorruption? _corruption;
    private readonly float[] _parameters;
    private readonly IReadOnlyList<BalancedTask> _tasks;
    private readonly int[] _ranking;
    private readonly string _checkpoint;
    private readonly int _inputSize;

    /// <param name="experiment">Has the stage.</param>
    /// <param name="stage">Its name.</param>
    /// <param name="paths">Where it was run.</param>
    /// <exception cref="UserErrorException">There is no such stage, it has no such parameters, or they are of another set's labels.</exception>
    public SuspectLabels(Experiment experiment, string stage, RunPaths paths)
    {
        var options = StagesOf(experiment).FirstOrDefault(other => other.Name == stage)
            ?? throw new UserErrorException($"{paths.Name} has no stage '{stage}' with parameters for single labels; {Choices(experiment)}.");
        _checkpoint = paths.StageFolder(stage).LatestCheckpoint ?? paths.StageFolder(stage).Checkpoint;
        _labels = TrainingLabels.Of(options, experiment, paths);
        (_parameters, var momenta) = _labels.ParametersIn(_checkpoint);
        _corruption = options.Corrupt is { } corrupt ? LabelCorruption.Draw(_labels, corrupt.Pose, experiment.Seed) : null;
        _tasks = BaseTasks.Of(options.Balance!, options.BinSizesOf(experiment), options.RegressionOf(experiment));
        _ranking = SuspectRanking.Of(_parameters, momenta, _tasks.Count);
        _inputSize = experiment.Model.InputSize;
    }

    /// <summary>Labels in all.</summary>
    public int Count => _ranking.Length;

    /// <summary>Labels made wrong on purpose.</summary>
    public int Corrupt => _corruption?.Labels.Count ?? 0;

    /// <summary>Share of them among as many of the most suspect; null where there are none.</summary>
    public double? Detection => _corruption is { } corruption ? SuspectRanking.Detection(_ranking, corruption.Labels) : null;

    /// <summary>Writes <c>row,name,source,set</c>, the label's angles and s of every task, the most suspect first.</summary>
    /// <param name="path">The file.</param>
    /// <param name="count">How many.</param>
    public void WriteTable(string path, int count) => AtomicFile.Write(path, partial =>
    {
        using var writer = new StreamWriter(partial);
        var parameters = string.Join(',', _tasks.Select(task => $"s_{task.Name}"));
        writer.Write($"row,name,source,set,yaw,pitch,roll,{parameters}{(_corruption is null ? "" : ",corrupt")}\n");
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
            writer.Write($"{string.Join(',', fields)}{(_corruption is null ? "" : _corruption.Labels.Contains(number) ? ",1" : ",0")}\n");
        }
    });

    /// <summary>Draws them: the label thin, what the stage's network says bold.</summary>
    /// <param name="path">The picture.</param>
    /// <param name="count">How many, at most <see cref="MostTiles"/>.</param>
    public void WriteSheet(string path, int count)
    {
        var chosen = _ranking.Take(Math.Min(count, MostTiles)).ToArray();
        using var packs = new SeveralPacks(chosen.Select(number => _labels.Labels[number].Pack));
        var predicted = Predict(chosen);
        ContactSheet.Write(path, packs, [.. chosen.Select((number, i) => TileOf(number, packs, predicted[i]))]);
    }

    private SheetTile TileOf(int number, SeveralPacks packs, EulerAngles predicted)
    {
        var label = _labels.Labels[number];
        var s = string.Join(' ', ParametersOf(number).Select(value => value.ToString("0.0", CultureInfo.InvariantCulture)));
        var poses = new DrawnPose[] { new(predicted.ToRotation(), Bold: true), new(RotationOf(number), Bold: false) };
        return new SheetTile(packs.FaceAt(label.Pack, label.Row), poses, $"{label.Row} {label.Source}\ns {s}");
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

    private EulerAngles AnglesOf(int number) => _corruption?.AnglesOf(number, _labels) ?? _labels.Labels[number].Packed.Angles;

    private Quaternion RotationOf(int number) =>
        _corruption?.Labels.Contains(number) == true ? AnglesOf(number).ToRotation() : _labels.Labels[number].Packed.Rotation;

    private float[] ParametersOf(int number) => _parameters[(number * _tasks.Count)..((number + 1) * _tasks.Count)];

    private static IEnumerable<BaseStageOptions> StagesOf(Experiment experiment) =>
        experiment.Stages.OfType<BaseStageOptions>().Where(stage => stage.Balance is InstanceOptions);

    private static string Choices(Experiment experiment) => StagesOf(experiment).Select(stage => $"'{stage.Name}'").ToArray() is { Length: > 0 } names
        ? $"it has {string.Join(", ", names)}" : "it has none: give a 'base' stage \"balance\": { \"kind\": \"instance\" }";

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
