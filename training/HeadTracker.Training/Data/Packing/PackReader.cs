using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Text.Json;
using HeadTracker.Geometry;

namespace HeadTracker.Training.Data.Packing;

/// <summary>A packed set, mapped into memory: images are paged in as they are touched. Thread-safe until disposed.</summary>
public sealed unsafe class PackReader : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private readonly PackedLabel[] _labels;
    private bool _disposed;

    /// <exception cref="UserErrorException">The file is missing, cut off, of another version, or no packed set.</exception>
    public PackReader(string path)
    {
        Path = path;
        if (!File.Exists(path)) throw new UserErrorException($"{path} does not exist; make it with 'train pack' or 'train synthesize'.");
        var length = LengthOf(path);
        var preamble = ReadPreamble(path, length);
        Count = checked((int)BinaryPrimitives.ReadInt64LittleEndian(preamble.AsSpan(8)));
        var labelsOffset = BinaryPrimitives.ReadInt64LittleEndian(preamble.AsSpan(16));
        var textOffset = BinaryPrimitives.ReadInt64LittleEndian(preamble.AsSpan(24));
        var textLength = BinaryPrimitives.ReadInt64LittleEndian(preamble.AsSpan(32));
        var wholeLength = BinaryPrimitives.ReadInt64LittleEndian(preamble.AsSpan(40));
        if (length != wholeLength) throw new UserErrorException($"{path} has {length} bytes where {wholeLength} were written; copy or make it again.");

        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        var labelLength = preamble.AsSpan().StartsWith(PackFormat.FirstMagic) ? PackFormat.FirstLabelLength : PackFormat.LabelLength;
        try
        {
            Header = JsonSerializer.Deserialize<PackHeader>(new ReadOnlySpan<byte>(_start + textOffset, checked((int)textLength)), PackFormat.Json)!;
            var expected = PackFormat.ImagesOffset + (long)Count * Header.BytesPerImage;
            if (labelsOffset != expected || textOffset != labelsOffset + (long)Count * labelLength || Header.Names.Count != Count)
                throw new JsonException("its parts do not fit together");
            _labels = LabelsFrom(new ReadOnlySpan<byte>(_start + labelsOffset, Count * labelLength), labelLength);
        }
        catch (Exception e) when (e is JsonException or OverflowException or ArgumentException)
        {
            Dispose();
            throw new UserErrorException($"{path} is damaged ({e.Message.TrimEnd('.')}); copy or make it again.", e);
        }
    }

    public string Path { get; }

    public PackHeader Header { get; }

    public int Count { get; }

    public IReadOnlyList<PackedLabel> Labels => _labels;

    /// <summary>Where its samples come from; sources that were declared but gave none are left out.</summary>
    public IEnumerable<PackSource> Sources => _labels.Select(label => label.Source).Distinct().Order().Select(source => Header.Sources[source]);

    /// <summary>One image, rows of RGB bytes; valid until the reader is disposed.</summary>
    public ReadOnlySpan<byte> ImageAt(int index)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return new ReadOnlySpan<byte>(_start + PackFormat.ImagesOffset + (long)index * Header.BytesPerImage, Header.BytesPerImage);
    }

    /// <summary>Address of all images as one (Count, StoredSize, StoredSize, 3) array of bytes; valid until the reader is disposed.</summary>
    public nint Images
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return (nint)(_start + PackFormat.ImagesOffset);
        }
    }

    public string IdentityOf(int index) => _labels[index].Identity is var number and >= 0 ? Header.Identities[number] : "";

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    /// <summary>Labels of version 1 are the beginning of today's.</summary>
    private static PackedLabel[] LabelsFrom(ReadOnlySpan<byte> bytes, int length)
    {
        if (length == PackFormat.LabelLength) return MemoryMarshal.Cast<byte, PackedLabel>(bytes).ToArray();
        var labels = new PackedLabel[bytes.Length / length];
        for (var i = 0; i < labels.Length; i++)
        {
            bytes.Slice(i * length, length).CopyTo(MemoryMarshal.AsBytes(labels.AsSpan(i, 1)));
            labels[i] = labels[i] with { Angles = EulerAngles.FromRotation(labels[i].Rotation) };
        }

        return labels;
    }

    /// <summary>Of the file itself where the path is a link to it.</summary>
    private static long LengthOf(string path)
    {
        using var handle = File.OpenHandle(path);
        return RandomAccess.GetLength(handle);
    }

    private static byte[] ReadPreamble(string path, long length)
    {
        var preamble = new byte[PackFormat.PreambleLength];
        using var stream = File.OpenRead(path);
        if (length < PackFormat.ImagesOffset || stream.ReadAtLeast(preamble, preamble.Length, throwOnEndOfStream: false) < preamble.Length)
            throw new UserErrorException($"{path} is cut off after {length} bytes; copy or make it again.");
        if (preamble.AsSpan().StartsWith(PackFormat.Magic) || preamble.AsSpan().StartsWith(PackFormat.FirstMagic)) return preamble;
        throw preamble.AsSpan().StartsWith(PackFormat.MagicOfAnyVersion)
            ? new UserErrorException($"{path} is a packed set of another version; make it again with 'train pack'.")
            : new UserErrorException($"{path} is no packed set; make one with 'train pack'.");
    }
}
