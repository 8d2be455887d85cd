using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;
using HeadTracker.Training.Data.Packing;
using Microsoft.Win32.SafeHandles;

namespace HeadTracker.Training.Data.Maps;

/// <summary>
/// The label maps of a packed set. That they are this set's, and where each sample lies, is checked once, when they open; samples are read, and checked,
/// when they are asked for. Thread-safe.
/// </summary>
public sealed class MapReader : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly long[] _offsets;
    private readonly uint[] _checksums;

    /// <summary>Opens the file beside a set.</summary>
    /// <param name="set">Not owned, and not needed any more afterwards.</param>
    /// <exception cref="UserErrorException">The file is missing, cut off, damaged, of another version or of another set.</exception>
    public MapReader(PackReader set)
    {
        Path = MapFormat.PathOf(set.Path);
        if (!File.Exists(Path))
            throw new UserErrorException($"{set.Path} has no label maps beside it ({Path}); make it again with \"maps\": true in its data file.");
        _file = File.OpenHandle(Path);
        try
        {
            var length = RandomAccess.GetLength(_file);
            var preamble = length < MapFormat.PreambleLength ? throw CutOff(length) : Read(0, MapFormat.PreambleLength);
            RequireVersion(preamble);
            var count = BinaryPrimitives.ReadInt64LittleEndian(preamble.AsSpan(8));
            var table = BinaryPrimitives.ReadInt64LittleEndian(preamble.AsSpan(16));
            var text = BinaryPrimitives.ReadInt64LittleEndian(preamble.AsSpan(24));
            if (BinaryPrimitives.ReadInt64LittleEndian(preamble.AsSpan(32)) != length) throw CutOff(length);
            // In this order nothing overflows: each is compared with what the file has room for.
            var fits = table >= MapFormat.PreambleLength && table <= length && count >= 0 && count <= (length - table) / MapFormat.EntryLength
                && count < Array.MaxLength / MapFormat.EntryLength && text == table + count * MapFormat.EntryLength && length - text <= Array.MaxLength;
            if (!fits) throw new InvalidDataException("its parts do not fit together");
            Header = JsonSerializer.Deserialize<MapHeader>(Read(text, (int)(length - text)), MapFormat.Json)
                ?? throw new InvalidDataException("it has no header");
            if (Header.Scenes.Any(scene => scene is null)) throw new InvalidDataException("a name is null");
            RequireOf(set, (int)count);
            (_offsets, _checksums) = EntriesOf(Read(table, (int)count * MapFormat.EntryLength), table);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or InvalidDataException)
        {
            _file.Dispose();
            throw Damaged(e.Message, e);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public string Path { get; }

    public MapHeader Header { get; }

    public int Count => _checksums.Length;

    /// <summary>What is known of one sample of the set.</summary>
    /// <exception cref="UserErrorException">Its record is damaged, or the file was cut off meanwhile.</exception>
    public FaceMaps Read(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Count, nameof(row));
        try
        {
            var packed = Read(_offsets[row], (int)(_offsets[row + 1] - _offsets[row]));
            if (MapWriter.ChecksumOf(packed) != _checksums[row]) throw new InvalidDataException("has another checksum");
            var record = new byte[MapRecord.FactsLength + MapRecord.CellLength * Header.Side * Header.Side];
            if (!BrotliDecoder.TryDecompress(packed, record, out var length)) throw new InvalidDataException("cannot be unpacked");
            return MapRecord.Decode(record.AsSpan(0, length), Header.Side, Header.Scenes);
        }
        catch (InvalidDataException e)
        {
            throw Damaged($"sample {row} {e.Message}", e);
        }
    }

    public void Dispose() => _file.Dispose();

    private void RequireVersion(ReadOnlySpan<byte> preamble)
    {
        if (preamble.StartsWith(MapFormat.Magic)) return;
        throw preamble.StartsWith(MapFormat.MagicOfAnyVersion)
            ? new UserErrorException($"{Path} holds label maps of another version; make its set again with 'train dataset'.")
            : new UserErrorException($"{Path} holds no label maps; make its set again with 'train dataset'.");
    }

    private void RequireOf(PackReader set, int count)
    {
        if (count != set.Count || Header.Side != FaceMaps.SideFor(set.Header.StoredSize) || Header.Set != set.Fingerprint())
            throw new UserErrorException($"{Path} holds the label maps of another set than {set.Path}; copy the two together, or make the set again.");
        if (!Header.Parts.SequenceEqual(MapFormat.PartNames) || !Header.Attributes.SequenceEqual(MapFormat.AttributeNames))
            throw new UserErrorException($"{Path} names other parts or attributes than this version knows; make its set again with 'train dataset'.");
    }

    private static (long[] Offsets, uint[] Checksums) EntriesOf(ReadOnlySpan<byte> table, long end)
    {
        var checksums = new uint[table.Length / MapFormat.EntryLength];
        var offsets = new long[checksums.Length + 1];
        offsets[0] = MapFormat.PreambleLength;
        for (var i = 0; i < checksums.Length; i++)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(table[(i * MapFormat.EntryLength)..]);
            if (length <= 0 || length > end - offsets[i]) throw new InvalidDataException($"sample {i} has no valid length");
            offsets[i + 1] = offsets[i] + length;
            checksums[i] = BinaryPrimitives.ReadUInt32LittleEndian(table[(i * MapFormat.EntryLength + 4)..]);
        }

        return offsets[^1] == end ? (offsets, checksums) : throw new InvalidDataException("its parts do not fit together");
    }

    private byte[] Read(long offset, int length)
    {
        var bytes = new byte[length];
        for (var done = 0; done < length;)
        {
            var read = RandomAccess.Read(_file, bytes.AsSpan(done), offset + done);
            if (read == 0) throw new UserErrorException($"{Path} was cut off while it was read; copy it again, or make its set again.");
            done += read;
        }

        return bytes;
    }

    private UserErrorException CutOff(long length) => new($"{Path} is cut off after {length} bytes; copy it again, or make its set again.");

    private UserErrorException Damaged(string what, Exception e) =>
        new($"{Path} is damaged ({what.TrimEnd('.')}); copy it again, or make its set again.", e);
}
