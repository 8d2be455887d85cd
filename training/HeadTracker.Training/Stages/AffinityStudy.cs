using System.Globalization;
using HeadTracker.Contract;
using HeadTracker.Training.Affinity;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Evaluation.Charts;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>
/// Representational similarity analysis over the networks that stages trained (thesis of Vandenhende 2022, ch. 4): how alike their features are after each
/// of the backbone's stages, and which tree follows.
/// </summary>
public sealed class AffinityStudy
{
    private readonly long[]? _sizes;

    /// <param name="experiment">Has the stages.</param>
    /// <param name="stages">Of one backbone, by name or as EXPERIMENT/STAGE of another experiment; they stand for their tasks.</param>
    /// <param name="paths">Where they were run.</param>
    /// <param name="faces">How many faces of the first test set, evenly spread, are compared.</param>
    /// <exception cref="UserErrorException">A stage is none, has not been trained, or has another backbone; or there are too few faces.</exception>
    public AffinityStudy(Experiment experiment, IReadOnlyList<string> stages, RunPaths paths, int faces)
    {
        if (experiment.Data.Test.Count == 0) throw new UserErrorException("The experiment names no test set to look at; add one to its 'data.test'.");
        var (name, pack) = experiment.Data.Test.First();
        var size = experiment.Model.InputSize;
        using var set = FaceSet.Load(name, [paths.DataFile(pack, size)], size, CPU, faces);
        if (set.Count < 3) throw new UserErrorException($"{pack} has {set.Count} faces; affinities need at least 3.");
        Faces = (name, set.Count);

        var all = new List<IReadOnlyList<double[]>>();
        ResNetShape? shape = null;
        foreach (var stage in stages)
        {
            using var network = Load(experiment, stage, paths);
            shape ??= network.Definition.Shape;
            _sizes ??= [.. Enumerable.Range(1, ResNet.Stages).Select(network.Backbone.ParametersOf)];
            if ($"{network.Definition with { Shape = shape }}" != $"{network.Definition}")
                throw new UserErrorException($"Stages '{stages[0]}' and '{stage}' have different backbones; give stages of one.");
            all.Add(DissimilaritiesOf(network.Backbone, set, experiment.Optimiser.Batch));
        }

        Affinity = new TaskAffinity(stages, all);
        Tasks = TasksOf(experiment, stages);
    }

    public TaskAffinity Affinity { get; }

    /// <summary>What the stages learn, by the names that tasks have in experiment files; null where some learn several, or the same, or others' own.</summary>
    public IReadOnlyList<string>? Tasks { get; }

    /// <summary>The test set and how many of its faces were compared.</summary>
    public (string Set, int Count) Faces { get; }

    /// <summary>Parameters of a tree's encoders, as a share of an encoder for each task.</summary>
    public double PriceOf(TaskTree tree) =>
        tree.Widths.Zip(_sizes!, (width, size) => width * (double)size).Sum() / (Affinity.Tasks.Count * (double)_sizes!.Sum());

    /// <summary>Writes <c>stage,one,other,affinity</c>.</summary>
    public void WriteTable(string path) => AtomicFile.Write(path, partial =>
    {
        using var writer = new StreamWriter(partial);
        writer.Write("stage,one,other,affinity\n");
        for (var place = 0; place < Affinity.Places; place++)
        {
            foreach (var (one, other) in Affinity.Pairs())
            {
                var value = Affinity[place, one, other].ToString("0.0000", CultureInfo.InvariantCulture);
                writer.Write($"{place + 1},\"{Affinity.Tasks[one]}\",\"{Affinity.Tasks[other]}\",{value}\n");
            }
        }
    });

    /// <summary>Draws the affinity of every pair over the stages (fig. 4.2).</summary>
    public void WritePicture(string path)
    {
        var lines = Affinity.Pairs().Select(pair => new ChartLine(
            $"{Affinity.Tasks[pair.One]} – {Affinity.Tasks[pair.Other]}",
            [.. Enumerable.Range(0, Affinity.Places).Select(place => (place + 1.0, Affinity[place, pair.One, pair.Other]))]));
        var png = LineChart.Draw($"{Faces.Count} faces of {Faces.Set}", "after stage", "affinity (Spearman)", [.. lines]);
        AtomicFile.Write(path, partial => File.WriteAllBytes(partial, png));
    }

    private static string[]? TasksOf(Experiment experiment, IReadOnlyList<string> stages)
    {
        var learnt = stages.Select(name => experiment.Stages.FirstOrDefault(stage => stage.Name == name) switch
        {
            MultiTaskStageOptions { Learnt: [var only] } => only.Name,
            BaseStageOptions or DistillStageOptions => new LearntTask(FaceTask.Pose).Name,
            _ => null,
        }).OfType<string>().Distinct().ToArray();
        return learnt.Length == stages.Count ? learnt : null;
    }

    private static PoseNetwork Load(Experiment experiment, string stage, RunPaths paths)
    {
        if (!StageReference.IsOfAnotherExperiment(stage) && experiment.Stages.OfType<TrainingStageOptions>().All(other => other.Name != stage))
        {
            var names = string.Join(", ", experiment.Stages.OfType<TrainingStageOptions>().Select(other => $"'{other.Name}'"));
            throw new UserErrorException($"{paths.Name} trains no stage '{stage}'; it has {names}.");
        }

        var folder = paths.StageFolder(stage);
        return TrainingCheckpoint.LoadNetwork(TrainingCheckpoint.LatestWhole(folder)
            ?? throw new UserErrorException($"{folder.Path} holds no checkpoint; run 'train reproduce' with --only \"{stage}\" first."), CPU);
    }

    /// <summary>In evaluation mode, the faces as they are.</summary>
    private static double[][] DissimilaritiesOf(ResNet backbone, FaceSet set, int batch)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var normalizer = new BatchNormalizer(PixelNormalizer.ImageNet, CPU);
        backbone.eval();
        var features = Enumerable.Range(0, ResNet.Stages).Select(_ => new List<Tensor>()).ToArray();
        foreach (var faces in set.InBatches(batch))
        {
            var stages = backbone.StageFeatures(normalizer.Apply(faces.Images));
            foreach (var (place, map) in stages.Index()) features[place].Add(map.flatten(1).MoveToOuterDisposeScope());
        }

        return Array.ConvertAll(features, maps => Dissimilarity.Of(cat(maps, 0)));
    }
}
