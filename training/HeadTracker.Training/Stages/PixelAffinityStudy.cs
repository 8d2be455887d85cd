using System.Globalization;
using HeadTracker.Training.Affinity;
using HeadTracker.Training.Evaluation.Charts;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Runs;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>The labels' <see cref="PixelAffinity"/> over an experiment's first test set, as a table and a picture.</summary>
public sealed class PixelAffinityStudy
{
    private const int Batch = 64;

    private static readonly int[] Dilations = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32];

    private readonly string _set;
    private readonly int _count;

    /// <param name="experiment">Names the set.</param>
    /// <param name="paths">Where it is.</param>
    /// <param name="faces">How many of it, evenly spread.</param>
    /// <param name="depthThreshold">Face sizes: what depths that belong together differ by at most.</param>
    /// <exception cref="UserErrorException">There is no test set, or it has no label maps.</exception>
    public PixelAffinityStudy(Experiment experiment, RunPaths paths, int faces, double depthThreshold)
    {
        if (experiment.Data.Test.Count == 0) throw new UserErrorException("The experiment names no test set to look at; add one to its 'data.test'.");
        var (name, pack) = experiment.Data.Test.First();
        var size = experiment.Model.InputSize;
        using var set = FaceSet.Load(name, [paths.DataFile(pack, size)], size, CPU, faces);
        using var maps = FaceMapSet.Open(set);
        (_set, _count) = (name, set.Count);
        var side = (size + 1) / 2;
        Affinity = new PixelAffinity(PixelAffinity.MapTasks(depthThreshold), [.. Dilations.Where(dilation => dilation <= side / 2)]);
        foreach (var batch in set.InBatches(Batch)) Affinity.Add(maps.LabelsOf(batch, []));
    }

    public PixelAffinity Affinity { get; }

    /// <summary>What was compared, in words.</summary>
    public string Faces => $"{_count} faces of {_set}";

    /// <summary>Writes <c>dilation,one,other,agreeing</c>.</summary>
    public void WriteTable(string path) => AtomicFile.Write(path, partial =>
    {
        using var writer = new StreamWriter(partial);
        writer.Write("dilation,one,other,agreeing\n");
        foreach (var (index, dilation) in Affinity.Dilations.Index())
        {
            foreach (var (one, other) in Affinity.Pairs)
            {
                var share = Affinity[index, one, other].ToString("0.0000", CultureInfo.InvariantCulture);
                writer.Write($"{dilation},{Affinity.Tasks[one].Name},{Affinity.Tasks[other].Name},{share}\n");
            }
        }
    });

    /// <summary>Draws the share of every pair of tasks over the dilations.</summary>
    public void WritePicture(string path)
    {
        var lines = Affinity.Pairs.Select(pair => new ChartLine(
            $"{Affinity.Tasks[pair.One].Name} – {Affinity.Tasks[pair.Other].Name}",
            [.. Affinity.Dilations.Index().Select(entry => ((double)entry.Item, 100 * Affinity[entry.Index, pair.One, pair.Other]))
                .Where(point => double.IsFinite(point.Item2))]));
        var png = LineChart.Draw(Faces, "dilation (cells)", "pairs that agree (%)", [.. lines]);
        AtomicFile.Write(path, partial => File.WriteAllBytes(partial, png));
    }
}
