using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using HeadTracker.Training.Balancing;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Runs;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>A label that a stage learns from.</summary>
/// <param name="Pack">The packed set's path.</param>
/// <param name="Row">Its row there.</param>
/// <param name="Name">Its photo in the source.</param>
/// <param name="Source">The source's name.</param>
/// <param name="Packed">As it is stored.</param>
public sealed record TrainingLabel(string Pack, int Row, string Name, string Source, PackedLabel Packed);

/// <summary>The labels behind the rows of a stage's training set, each once however often its packed set stands in <c>data.train</c>.</summary>
public sealed class TrainingLabels
{
    private TrainingLabels(IReadOnlyList<TrainingLabel> labels, LabelRows rows) => (Labels, Rows) = (labels, rows);

    public IReadOnlyList<TrainingLabel> Labels { get; }

    public LabelRows Rows { get; }

    /// <summary>Those of a stage, in the order of the set that it trains on.</summary>
    /// <exception cref="UserErrorException">A packed set is missing, broken, or knows too few people.</exception>
    public static TrainingLabels Of(TrainingStageOptions stage, Experiment experiment, RunPaths paths)
    {
        var subjects = stage.Subjects ?? experiment.Data.Subjects;
        var packs = experiment.Data.Train.Select(path => paths.DataFile(path, experiment.Model.InputSize)).ToArray();
        var labels = new List<TrainingLabel>();
        var known = new Dictionary<string, int[]>();
        foreach (var pack in packs.Distinct())
        {
            using var reader = new PackReader(pack);
            var rows = FaceSet.RowsIn(reader, subjects, experiment.Data.Limit);
            known[pack] = [.. Enumerable.Range(labels.Count, rows.Length)];
            labels.AddRange(rows.Select(row => new TrainingLabel(
                pack, row, reader.Header.Names[row], reader.Header.Sources[reader.Labels[row].Source].Name, reader.Labels[row])));
        }

        string[] sources = [.. labels.Select(label => label.Source).Distinct()];
        return new(labels, new LabelRows(
            [.. packs.SelectMany(pack => known[pack])], [.. labels.Select(label => Array.IndexOf(sources, label.Source))], sources, SignatureOf(labels)));
    }

    /// <summary>The parameters that a checkpoint has for each label and task, row by row, and their momenta.</summary>
    /// <exception cref="UserErrorException">It has none, or they are of other labels.</exception>
    public (float[] Values, float[] Momenta) ParametersIn(string checkpoint)
    {
        using var scope = NewDisposeScope();
        var tensors = TrainingCheckpoint.LoadAuxiliary(checkpoint);
        if (Find(tensors, LabelBalancer.InstanceBuffer) is not { } values)
        {
            throw new UserErrorException($"{checkpoint} holds no parameters of single labels; train its stage with \"balance\": {{ \"kind\": \"instance\" }}.");
        }

        RequireSame(checkpoint, tensors);
        return (values.data<float>().ToArray(), Find(tensors, LabelBalancer.MomentaBuffer)!.data<float>().ToArray());
    }

    /// <exception cref="UserErrorException">The folder's checkpoint has parameters of other labels.</exception>
    internal void RequireSame(RunFolder folder)
    {
        if (TrainingCheckpoint.LatestWhole(folder) is not { } latest) return;
        using var scope = NewDisposeScope();
        RequireSame(latest, TrainingCheckpoint.LoadAuxiliary(latest));
    }

    private void RequireSame(string checkpoint, IReadOnlyDictionary<string, Tensor> tensors)
    {
        if (Find(tensors, LabelBalancer.LabelsBuffer) is { } signature && signature.item<long>() != Rows.Signature)
        {
            throw new UserErrorException(
                $"{checkpoint} has parameters of another set's labels than the {Labels.Count} of data.train; put that set back, or move the folder away.");
        }
    }

    /// <summary>A balancer's buffer, be it all that trained along or a part of that.</summary>
    private static Tensor? Find(IReadOnlyDictionary<string, Tensor> tensors, string buffer) =>
        tensors.FirstOrDefault(entry => entry.Key == buffer || entry.Key.EndsWith($".{buffer}", StringComparison.Ordinal)).Value;

    /// <summary>Of names, sources and poses.</summary>
    private static long SignatureOf(List<TrainingLabel> labels)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var label in labels)
        {
            var angles = label.Packed.Angles;
            hash.AppendData(Encoding.UTF8.GetBytes($"{label.Name}\n{label.Source}\n"));
            foreach (var angle in (ReadOnlySpan<float>)[angles.Yaw, angles.Pitch, angles.Roll]) hash.AppendData(BitConverter.GetBytes(angle));
        }

        return BinaryPrimitives.ReadInt64LittleEndian(hash.GetHashAndReset());
    }
}
