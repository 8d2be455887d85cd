using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using HeadTracker.Geometry;
using Microsoft.Win32.SafeHandles;

namespace HeadTracker.Training.Data.Packing;

/// <summary>A packed set. Everything in it is checked once, when it opens; images are read when they are asked for. Thread-safe.</summary>
public sealed class PackReader : IDisposable
{
    /// <summary>All of a large set would take as long as reading it.</summary>
    private const int FingerprintImages = 16;

    private readonly SafeFileHandle _file;
    private readonly PackedLabel[] _labels;

    /// <exception cref="UserErrorException">The file is missing, cut off, damaged, of another version, or no packed set.</exception>
    public PackReader(string path)
    {
        Path = path;
        if (!File.Exists(path)) throw new UserErrorException($"{path} does not exist; make it with 'train pack' or 'train synthesize'.");
        _file = File.OpenHandle(path);
        try
        {
            // Of the file itself where the path is a link to it.
            var layout = PackLayout.Of(ReadPreamble(), RandomAccess.GetLength(_file), path);
            Header = JsonSerializer.Deserialize<PackHeader>(Read(layout.TextOffset, layout.TextLength), PackFormat.Json)
                ?? throw new InvalidDataException("it has no header");
            Header.Validate();
            layout.RequireFits(Header);
            Count = layout.Count;
            _labels = LabelsFrom(Read(layout.LabelsOffset, Count * layout.LabelLength), layout.LabelLength);
            for (var i = 0; i < Count; i++) _labels[i].Validate(i, Header);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or InvalidDataException)
        {
            _file.Dispose();
            throw new UserErrorException($"{path} is damaged ({e.Message.TrimEnd('.')}); copy or make it again.", e);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public string Path { get; }

    public PackHeader Header { get; }

    public int Count { get; }

    public IReadOnlyList<PackedLabel> Labels => _labels;

    /// <summary>Where its samples come from; sources that were declared but gave none are left out.</summary>
    public IEnumerable<PackSource> Sources => _labels.Select(label => label.Source).Distinct().Order().Select(source => Header.Sources[source]);

    /// <summary>One image, rows of RGB bytes.</summary>
    /// <exception cref="UserErrorException">The file was cut off meanwhile.</exception>
    public byte[] ImageAt(int index)
    {
        var image = new byte[Header.BytesPerImage];
        CopyImage(index, image);
        return image;
    }

    /// <summary>One image into memory of the caller's, of <see cref="PackHeader.BytesPerImage"/> bytes.</summary>
    /// <inheritdoc cref="ImageAt"/>
    public void CopyImage(int index, Span<byte> image)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        var bytes = image[..Header.BytesPerImage];
        if (!TryFill(bytes, PackFormat.ImagesOffset + (long)index * bytes.Length))
            throw new UserErrorException($"{Path} was cut off while it was read; copy or make it again.");
    }

    /// <summary>
    /// Tells this set from others: a SHA-256 of its header, its labels and some of its images, spread over all. In hexadecimal digits.
    /// </summary>
    /// <inheritdoc cref="ImageAt"/>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(Header, PackFormat.Json));
        hash.AppendData(MemoryMarshal.AsBytes(_labels.AsSpan()));
        var images = Math.Min(Count, FingerprintImages);
        for (var i = 0; i < images; i++) hash.AppendData(ImageAt((int)((long)i * Count / images)));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    public string IdentityOf(int index) => _labels[index].Identity is var number and >= 0 ? Header.Identities[number] : "";

    public void Dispose() => _file.Dispose();

    private byte[] Read(long offset, int length)
    {
        var bytes = new byte[length];
        return TryFill(bytes, offset) ? bytes : throw new InvalidDataException("it ends too soon");
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

    private bool TryFill(Span<byte> bytes, long offset)
    {
        for (var done = 0; done < bytes.Length;)
        {
            var read = RandomAccess.Read(_file, bytes[done..], offset + done);
            if (read == 0) return false;
            done += read;
        }

        return true;
    }

    private byte[] ReadPreamble()
    {
        var preamble = new byte[PackFormat.PreambleLength];
        var length = RandomAccess.GetLength(_file);
        if (length < PackFormat.ImagesOffset || !TryFill(preamble, 0))
            throw new UserErrorException($"{Path} is cut off after {length} bytes; copy or make it again.");
        if (preamble.AsSpan().StartsWith(PackFormat.Magic) || preamble.AsSpan().StartsWith(PackFormat.FirstMagic)) return preamble;
        throw preamble.AsSpan().StartsWith(PackFormat.MagicOfAnyVersion)
            ? new UserErrorException($"{Path} is a packed set of another version; make it again with 'train pack'.")
            : new UserErrorException($"{Path} is no packed set; make one with 'train pack'.");
    }

    /// <summary>Where the parts of a file lie: read from its preamble, and inside the file.</summary>
    private readonly record struct PackLayout(int Count, long LabelsOffset, int LabelLength, long TextOffset, int TextLength)
    {
        public static PackLayout Of(ReadOnlySpan<byte> preamble, long length, string path)
        {
            var whole = BinaryPrimitives.ReadInt64LittleEndian(preamble[40..]);
            if (length != whole) throw new UserErrorException($"{path} has {length} bytes where {whole} were written; copy or make it again.");
            var count = BinaryPrimitives.ReadInt64LittleEndian(preamble[8..]);
            var labels = BinaryPrimitives.ReadInt64LittleEndian(preamble[16..]);
            var text = BinaryPrimitives.ReadInt64LittleEndian(preamble[24..]);
            var textLength = BinaryPrimitives.ReadInt64LittleEndian(preamble[32..]);
            var labelLength = preamble.StartsWith(PackFormat.FirstMagic) ? PackFormat.FirstLabelLength : PackFormat.LabelLength;
            // In this order nothing overflows: each is compared with what the file has room for.
            var fits = labels >= PackFormat.ImagesOffset && labels <= length
                && count >= 0 && count <= Math.Min(length - labels, Array.MaxLength) / labelLength
                && text == labels + count * labelLength
                && textLength == length - text && textLength <= Array.MaxLength;
            return fits ? new((int)count, labels, labelLength, text, (int)textLength) : throw new InvalidDataException("its parts do not fit together");
        }

        public void RequireFits(PackHeader header)
        {
            if (LabelsOffset - PackFormat.ImagesOffset != (Int128)Count * header.BytesPerImage || header.Names.Count != Count)
                throw new InvalidDataException("its parts do not fit together");
        }
    }
}
