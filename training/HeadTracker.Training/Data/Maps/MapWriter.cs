using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using System.Text.Json;
using HeadTracker.Training.Data.Packing;

namespace HeadTracker.Training.Data.Maps;

/// <summary>
/// Writes the label maps of a packed set, a sample of the set at a time. The file gets its name only in <see cref="Complete"/>; before, or when that is
/// never called, an older file of that name stays as it is. Not thread-safe.
/// </summary>
public sealed class MapWriter : IDisposable
{
    /// <summary>Brotli's levels above take many times as long for a few percent; the window is as large as most records.</summary>
    private const int Quality = 4, Window = 16;

    private readonly int _side;
    private readonly PartialFile _file;
    private readonly List<(int Length, uint Checksum)> _entries = [];
    private readonly Dictionary<string, int> _scenes = new(StringComparer.Ordinal);

    /// <param name="pack">Where the set is, or will be; the maps lie beside it.</param>
    /// <param name="header">The set's.</param>
    /// <exception cref="UserErrorException">The file cannot be made.</exception>
    public MapWriter(string pack, PackHeader header)
    {
        _side = FaceMaps.SideFor(header.StoredSize);
        _file = new PartialFile(MapFormat.PathOf(pack));
        _file.Write(new byte[MapFormat.PreambleLength]);
    }

    public int Count => _entries.Count;

    /// <summary>Adds what is known of the set's next sample.</summary>
    /// <exception cref="UserErrorException">The disk is full or the file cannot be written.</exception>
    public void Add(FaceMaps maps)
    {
        var record = MapRecord.Encode(maps, _side, SceneOf(maps.Scene));
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(record.Length)];
        if (!BrotliEncoder.TryCompress(record, packed, out var length, Quality, Window)) throw new InvalidOperationException("Brotli exceeded its bound.");
        _file.Write(packed.AsSpan(0, length));
        _entries.Add((length, ChecksumOf(packed.AsSpan(0, length))));
    }

    /// <summary>Writes table and header and gives the file its name.</summary>
    /// <param name="set">The finished set that the samples are of.</param>
    /// <exception cref="UserErrorException">The disk is full or the file cannot be written.</exception>
    public void Complete(PackReader set)
    {
        if (set.Count != Count || FaceMaps.SideFor(set.Header.StoredSize) != _side)
            throw new ArgumentException($"{set.Path} has {set.Count} samples of {set.Header.StoredSize} pixels, these are maps of {Count}.", nameof(set));
        var header = new MapHeader
        {
            Side = _side,
            Set = set.Fingerprint(),
            Scenes = [.. _scenes.Keys],
            Parts = MapFormat.PartNames,
            Attributes = MapFormat.AttributeNames,
        };
        _file.Complete(stream =>
        {
            var tableOffset = stream.Position;
            Span<byte> entry = stackalloc byte[MapFormat.EntryLength];
            foreach (var (length, checksum) in _entries)
            {
                BinaryPrimitives.WriteInt32LittleEndian(entry, length);
                BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], checksum);
                stream.Write(entry);
            }

            var textOffset = stream.Position;
            JsonSerializer.Serialize(stream, header, MapFormat.Json);
            var end = stream.Position;

            Span<byte> preamble = stackalloc byte[MapFormat.PreambleLength];
            MapFormat.Magic.CopyTo(preamble);
            BinaryPrimitives.WriteInt64LittleEndian(preamble[8..], Count);
            BinaryPrimitives.WriteInt64LittleEndian(preamble[16..], tableOffset);
            BinaryPrimitives.WriteInt64LittleEndian(preamble[24..], textOffset);
            BinaryPrimitives.WriteInt64LittleEndian(preamble[32..], end);
            stream.Position = 0;
            stream.Write(preamble);
        });
    }

    public void Dispose() => _file.Dispose();

    internal static uint ChecksumOf(ReadOnlySpan<byte> bytes)
    {
        var checksum = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..]) checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var value in bytes) checksum = BitOperations.Crc32C(checksum, value);
        return ~checksum;
    }

    private int SceneOf(string name)
    {
        if (name.Length == 0) return -1;
        if (!_scenes.TryGetValue(name, out var number)) _scenes[name] = number = _scenes.Count;
        return number;
    }
}
