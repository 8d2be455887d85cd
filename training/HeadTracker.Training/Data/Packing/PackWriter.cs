using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace HeadTracker.Training.Data.Packing;

/// <summary>
/// Writes a packed set sample by sample. The file gets its name only in <see cref="Complete"/>; before, or when that is never
/// called, an older file of that name stays as it is. Not thread-safe.
/// </summary>
public sealed class PackWriter : IDisposable
{
    private readonly PackHeader _header;
    private readonly PartialFile _file;
    private readonly List<PackedLabel> _labels = [];
    private readonly List<string> _names = [];
    private readonly List<int> _countsBefore = [];
    private readonly Dictionary<string, int> _identities = new(StringComparer.Ordinal);
    private readonly List<PackSource> _sources = [];

    /// <param name="path">Where the set will be.</param>
    /// <param name="header">Sizes and crop rule; the lists are filled from the samples.</param>
    /// <exception cref="UserErrorException">The file cannot be made.</exception>
    public PackWriter(string path, PackHeader header)
    {
        _header = header;
        _file = new PartialFile(path);
        _file.Write(new byte[PackFormat.ImagesOffset]);
    }

    public int Count => _labels.Count;

    /// <summary>For each source how many samples there were when it was declared.</summary>
    internal IReadOnlyList<int> CountsBefore => _countsBefore;

    /// <summary>Declares where the following samples come from.</summary>
    /// <returns>The number to give to <see cref="Add"/>.</returns>
    public ushort AddSource(PackSource source)
    {
        _sources.Add(source);
        _countsBefore.Add(Count);
        return checked((ushort)(_sources.Count - 1));
    }

    /// <param name="rgb">Rows of RGB bytes, <see cref="PackHeader.BytesPerImage"/> of them.</param>
    /// <param name="face">Its rotation, weight, identity and name are kept, and the proportions of its box.</param>
    /// <param name="source">From <see cref="AddSource"/>.</param>
    /// <exception cref="UserErrorException">The disk is full or the file cannot be written.</exception>
    public void Add(ReadOnlySpan<byte> rgb, LabelledFace face, ushort source)
    {
        if (rgb.Length != _header.BytesPerImage) throw new ArgumentException($"{rgb.Length} bytes are no image of {_header.StoredSize} pixels a side.");
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(source, _sources.Count);
        if (face.Flaw is { } flaw) throw new ArgumentException($"{face.Image} is a face {flaw}; no reader would take it.");
        _file.Write(rgb);
        var region = _header.Crop.RegionFor(face.Box);
        _labels.Add(new PackedLabel(face.Rotation, face.Weight, source, IdentityOf(face.Identity), region.Width / region.Height,
            face.Angles));
        _names.Add(face.Image);
    }

    /// <summary>Adds a sample of another set of the same sizes and crop rule, whose sources are declared here in the same order.</summary>
    internal void Add(PackReader set, int sample)
    {
        var label = set.Labels[sample];
        _file.Write(set.ImageAt(sample));
        _labels.Add(new PackedLabel(label.Rotation, label.Weight, label.Source, IdentityOf(set.IdentityOf(sample)), label.Aspect, label.Angles));
        _names.Add(set.Header.Names[sample]);
    }

    /// <summary>Writes labels and header and gives the file its name.</summary>
    public void Complete() => _file.Complete(stream =>
    {
        var labelsOffset = stream.Position;
        stream.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_labels)));
        var textOffset = stream.Position;
        JsonSerializer.Serialize(stream, _header with { Sources = _sources, Identities = [.. _identities.Keys], Names = _names }, PackFormat.Json);
        var end = stream.Position;

        Span<byte> preamble = stackalloc byte[PackFormat.PreambleLength];
        PackFormat.Magic.CopyTo(preamble);
        BinaryPrimitives.WriteInt64LittleEndian(preamble[8..], _labels.Count);
        BinaryPrimitives.WriteInt64LittleEndian(preamble[16..], labelsOffset);
        BinaryPrimitives.WriteInt64LittleEndian(preamble[24..], textOffset);
        BinaryPrimitives.WriteInt64LittleEndian(preamble[32..], end - textOffset);
        BinaryPrimitives.WriteInt64LittleEndian(preamble[40..], end);
        stream.Position = 0;
        stream.Write(preamble);
    });

    public void Dispose() => _file.Dispose();

    private int IdentityOf(string name)
    {
        if (name.Length == 0) return -1;
        if (!_identities.TryGetValue(name, out var number)) _identities[name] = number = _identities.Count;
        return number;
    }
}
