using System.Numerics;
using HeadTracker.Contract;
using HeadTracker.Geometry;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Distributed;
using HeadTracker.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>Labelled faces ready for training or testing: their crops, wherever these are kept, and the labels on the CPU. Owns the crops.</summary>
public sealed class FaceSet : IDisposable
{
    /// <param name="name">What it is called in results.</param>
    /// <param name="images">Of N samples; now owned by the set.</param>
    /// <param name="inputSize">Side in pixels of the box inside each crop.</param>
    /// <param name="rotations">N rotations head → camera.</param>
    /// <param name="weights">Worth of each label, N.</param>
    /// <param name="aspects">Width over height of the region each crop was stretched from, N.</param>
    public FaceSet(
        string name, FaceImages images, int inputSize, IReadOnlyList<Quaternion> rotations, IReadOnlyList<float> weights, IReadOnlyList<float> aspects)
    {
        Name = name;
        Images = images;
        InputSize = inputSize;
        Rotations = rotations;
        Angles = [.. rotations.Select(EulerAngles.FromRotation)];
        Weights = weights;
        Aspects = aspects;
        IsWeighted = weights.Any(weight => weight != weights[0]);
    }

    public string Name { get; }

    /// <summary>As stored: side inputSize + 2·margin.</summary>
    public FaceImages Images { get; }

    public int InputSize { get; }

    /// <summary>How the crops were cut out of their photos.</summary>
    public CropRule Crop { get; init; } = new(CropShape.Stretch, 1);

    public IReadOnlyList<Quaternion> Rotations { get; }

    /// <summary>The labels' angles in degrees, as they are labelled: what networks learn and are scored by. Those of the rotations unless given.</summary>
    public IReadOnlyList<EulerAngles> Angles { get; init; }

    /// <summary>The packed set's path and row of each sample; empty where they come from none.</summary>
    public IReadOnlyList<(string Pack, int Row)> Samples { get; init; } = [];

    public IReadOnlyList<float> Weights { get; }

    public IReadOnlyList<float> Aspects { get; }

    /// <summary>Whether some labels weigh more than others.</summary>
    public bool IsWeighted { get; }

    public int Count => Rotations.Count;

    /// <summary>Pixels stored beyond the box on each side.</summary>
    public int Margin => (Images.Side - InputSize) / 2;

    /// <summary>Opens packed sets, one after another.</summary>
    /// <param name="name">What the set is called in results.</param>
    /// <param name="paths">Packed sets of one size and crop rule.</param>
    /// <param name="inputSize">The network's input size, which they must have.</param>
    /// <param name="device">Where the images are used.</param>
    /// <param name="limit">Takes only this many samples of each, evenly spread; null takes all.</param>
    /// <param name="subjects">Takes only the first so many people of each, by the order in which the set names them; null takes all.</param>
    /// <param name="memory">Decides whether the images are kept on the device; null keeps them.</param>
    /// <exception cref="UserErrorException">A set is missing, broken or of another size, or does not know so many people.</exception>
    public static FaceSet Load(
        string name, IReadOnlyList<string> paths, int inputSize, Device device, int? limit = null, int? subjects = null, ImageMemory? memory = null)
    {
        if (paths.Count == 0) throw new UserErrorException($"No packed set is given for {name}; name one in the experiment's 'data'.");
        var packs = new List<PackReader>();
        FaceImages? images = null;
        try
        {
            foreach (var path in paths) packs.Add(new PackReader(path));
            Check(packs, inputSize);

            (int Pack, int Row)[] samples = [.. packs.SelectMany((pack, i) => RowsIn(pack, subjects, limit).Select(row => (i, row)))];
            var fits = memory?.TryTake(samples.LongLength * packs[0].Header.BytesPerImage) ?? true;
            var streamed = new StreamedImages(packs, samples, device);
            images = fits ? streamed.ToResident() : streamed;
            var labels = samples.Select(sample => packs[sample.Pack].Labels[sample.Row]).ToArray();
            return new FaceSet(
                name, images, inputSize, [.. labels.Select(label => label.Rotation)],
                    [.. labels.Select(label => label.Weight)], [.. labels.Select(label => label.Aspect)])
            {
                Crop = packs[0].Header.Crop,
                Angles = [.. labels.Select(label => label.Angles)],
                Samples = [.. samples.Select(sample => (packs[sample.Pack].Path, sample.Row))],
            };
        }
        finally
        {
            if (images is not StreamedImages)
            {
                foreach (var pack in packs) pack.Dispose();
            }
        }
    }

    /// <summary>All faces in order as they are, batch by batch; each is gone when the next is asked for, and what was made of it.</summary>
    /// <param name="size">Faces of a batch.</param>
    /// <param name="padding">Pixels to keep beyond the box on every side, for an ensemble.</param>
    /// <param name="among">Processes that take the batches in turn, this one's alone come here; null gives all of them.</param>
    public IEnumerable<FaceBatch> InBatches(int size, int padding = 0, ProcessGroup? among = null)
    {
        var batches = Enumerable.Range(0, Count).Select(row => (long)row).Chunk(size);
        if (among is not null) batches = batches.Where((_, batch) => batch % among.Count == among.Rank);
        using var faces = Images.InOrder(batches).GetEnumerator();
        while (true)
        {
            ManagedHeap.Hold();
            using var scope = NewDisposeScope();
            if (!faces.MoveNext()) yield break;
            yield return FaceBatch.Plain(this, faces.Current, padding);
        }
    }

    /// <summary>Whether the images are another set's to dispose.</summary>
    private bool BorrowsImages { get; init; }

    /// <summary>The same faces with other labels. It shares the images, and is to be disposed before this set.</summary>
    /// <param name="rotations">N rotations head → camera.</param>
    /// <param name="angles">N labels, as they are learnt.</param>
    public FaceSet Relabelled(IReadOnlyList<Quaternion> rotations, IReadOnlyList<EulerAngles> angles) =>
        new(Name, Images, InputSize, rotations, Weights, Aspects) { Crop = Crop, Angles = angles, Samples = Samples, BorrowsImages = true };

    public void Dispose()
    {
        if (!BorrowsImages) Images.Dispose();
    }

    /// <summary>The samples that <see cref="Load"/> takes of a packed set.</summary>
    /// <exception cref="UserErrorException">It does not know so many people.</exception>
    internal static int[] RowsIn(PackReader reader, int? subjects, int? limit) => Pick(RowsOf(reader, subjects), limit);

    /// <exception cref="UserErrorException">The packed sets do not fit each other or the network.</exception>
    internal static void Check(List<PackReader> readers, int inputSize)
    {
        foreach (var reader in readers)
        {
            var header = reader.Header;
            if (reader.Count == 0) throw new UserErrorException($"{reader.Path} holds no sample; make it again.");
            if (header.InputSize != inputSize)
                throw new UserErrorException(
                    $"{reader.Path} holds crops of {header.InputSize} pixels, the experiment's model.inputSize is {inputSize}; pack it again with that size.");
            var first = readers[0].Header;
            if (header.Margin != first.Margin || header.Crop != first.Crop)
                throw new UserErrorException($"{reader.Path} and {readers[0].Path} have different margins or crop rules; pack them alike.");
        }
    }

    private static int[] RowsOf(PackReader reader, int? subjects)
    {
        var rows = Enumerable.Range(0, reader.Count);
        if (subjects is not { } count) return [.. rows];
        if (reader.Header.Identities.Count < count)
            throw new UserErrorException(
                $"{reader.Path} knows {reader.Header.Identities.Count} people where the experiment asks for {count}; lower its 'subjects', "
                    + "or give a set that names its people.");
        return [.. rows.Where(row => reader.Labels[row].Identity is var person && person >= 0 && person < count)];
    }

    private static int[] Pick(int[] rows, int? limit)
    {
        var kept = Math.Min(rows.Length, limit ?? rows.Length);
        return [.. Enumerable.Range(0, kept).Select(i => rows[(int)((long)i * rows.Length / kept)])];
    }
}
