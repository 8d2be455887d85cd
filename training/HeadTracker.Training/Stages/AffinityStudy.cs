using System.Globalization;
using HeadTracker.Contract;
using HeadTracker.Training.Affinity;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Evaluation.Charts;
using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>
/// How alike tasks are by the networks that stages trained for them, after each of the backbone's stages, and which tree follows (thesis of Vandenhende 2022,
/// ch. 4): by representational similarity analysis, or as its rivals have it.
/// </summary>
public sealed class AffinityStudy
{
    private readonly AffinityKind _by;
    private readonly IReadOnlyDictionary<TreePrice, long[]> _sizes;

    /// <param name="experiment">Has the stages.</param>
    /// <param name="stages">Of one backbone, by name or as EXPERIMENT/STAGE of another experiment; they stand for their tasks.</param>
    /// <param name="paths">Where they were run.</param>
    /// <param name="options">What says how alike tasks are, and on how many faces of the first test set.</param>
    /// <exception cref="UserErrorException">A stage is none, has not been trained, or has another backbone; or there are too few faces.</exception>
    public AffinityStudy(Experiment experiment, IReadOnlyList<string> stages, RunPaths paths, GroupingOptions options)
    {
        if (experiment.Data.Test.Count == 0) throw new UserErrorException("The experiment names no test set to look at; add one to its 'data.test'.");
        var (name, pack) = experiment.Data.Test.First();
        var size = experiment.Model.InputSize;
        using var set = FaceSet.Load(name, [paths.DataFile(pack, size)], size, CPU, options.Faces);
        if (set.Count < 3) throw new UserErrorException($"{pack} has {set.Count} faces; affinities need at least 3.");
        (Faces, _by) = ((name, set.Count), options.By);

        var features = new List<IReadOnlyList<double[]>>();
        var losses = new List<double[]>();
        PoseNetworkDefinition? first = null;
        IReadOnlyDictionary<TreePrice, long[]>? sizes = null;
        foreach (var stage in stages)
        {
            using var network = Load(experiment, stage, paths);
            first ??= network.Definition;
            sizes ??= SizesOf(network.Backbone, size);
            if ($"{network.Definition with { Shape = first.Shape }}" != $"{network.Definition}")
                throw new UserErrorException($"Stages '{stages[0]}' and '{stage}' have different backbones; give stages of one.");
            if (_by == AffinityKind.Rsa) features.Add(DissimilaritiesOf(network.Backbone, set, experiment.Optimiser.Batch));
            if (_by == AffinityKind.Fafs) losses.Add(new SampleLossStudy(experiment, paths, set).Of(stage, network));
        }

        _sizes = sizes ?? throw new ArgumentException("No stage is given.", nameof(stages));
        Affinity = _by switch
        {
            AffinityKind.Fafs => RivalAffinities.OfLosses(stages, losses, ResNet.Stages),
            AffinityKind.Random => RivalAffinities.OfChance(stages, ResNet.Stages, new SeededRandom(experiment.Seed, options.Draw)),
            _ => new TaskAffinity(stages, features),
        };
        Tasks = TasksOf(experiment, stages);
    }

    public TaskAffinity Affinity { get; }

    /// <summary>What the stages learn, by the names that tasks have in experiment files; null where some learn several, or the same, or others' own.</summary>
    public IReadOnlyList<string>? Tasks { get; }

    /// <summary>The test set and how many of its faces were compared.</summary>
    public (string Set, int Count) Faces { get; }

    /// <summary>The tree that keeps dissimilar tasks apart within a budget.</summary>
    /// <exception cref="UserErrorException">There are too many tasks, or no tree is within the budget.</exception>
    public TaskTree Best(GroupingOptions options) => TreeSearch.Best(Affinity, tree => PriceOf(tree, options.In), options.Budget);

    /// <summary>What a tree's encoders come to, as a share of an encoder for each task.</summary>
    public double PriceOf(TaskTree tree, TreePrice price = TreePrice.Parameters) =>
        tree.Widths.Zip(_sizes[price], (width, size) => width * (double)size).Sum() / (Affinity.Tasks.Count * (double)_sizes[price].Sum());

    /// <summary>Writes table and picture, and the tree as experiment files have it, into a folder; what the affinities are by is part of their names.</summary>
    public void WriteFiles(string folder, TaskTree tree)
    {
        Directory.CreateDirectory(folder);
        var name = Path.Combine(folder, "affinity" + (_by == AffinityKind.Rsa ? "" : $"-{_by.ToString().ToLowerInvariant()}"));
        WriteTable(name + ".csv");
        WritePicture(name + ".png");
        if (Tasks is { } tasks) AtomicFile.Write(name + ".json", partial => File.WriteAllText(partial, TreeNotation.Write(tree, tasks) + "\n"));
    }

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

    /// <summary>Draws the affinity of every pair over the stages (fig. 4.2); of many tasks the mean and how far it goes either way.</summary>
    public void WritePicture(string path)
    {
        ChartLine Line(string name, Func<int, double> at) => new(name, [.. Enumerable.Range(0, Affinity.Places).Select(place => (place + 1.0, at(place)))]);
        IEnumerable<double> All(int place) => Affinity.Pairs().Select(pair => Affinity[place, pair.One, pair.Other]);
        IEnumerable<ChartLine> lines = Affinity.Tasks.Count > TreeSearch.MostEnumerated
            ? [Line("closest pair", place => All(place).Max()), Line("mean", Affinity.MeanAt), Line("most distant pair", place => All(place).Min())]
            : Affinity.Pairs().Select(pair => Line(
                $"{Affinity.Tasks[pair.One]} – {Affinity.Tasks[pair.Other]}", place => Affinity[place, pair.One, pair.Other]));
        var png = LineChart.Draw($"{Faces.Count} faces of {Faces.Set}", "after stage", "affinity (Spearman)", [.. lines]);
        AtomicFile.Write(path, partial => File.WriteAllBytes(partial, png));
    }

    /// <summary>What each of a backbone's stages comes to.</summary>
    private static Dictionary<TreePrice, long[]> SizesOf(ResNet backbone, int inputSize)
    {
        var stages = Enumerable.Range(1, ResNet.Stages).ToArray();
        long[] upTo = [0, .. stages.Select(stage => MultiplyAdds.Of([backbone], inputSize, inputSize, image => backbone.FeaturesAt(image, stage)))];
        return new()
        {
            [TreePrice.Parameters] = [.. stages.Select(backbone.ParametersOf)],
            [TreePrice.MultiplyAdds] = [.. stages.Select(stage => upTo[stage] - upTo[stage - 1])],
        };
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
