using System.Formats.Tar;
using Microsoft.Win32.SafeHandles;

namespace HeadTracker.Training.Data;

/// <summary>A dataset inside an uncompressed tar archive, read in place: one pass finds where each file lies.</summary>
public sealed class TarStore : IFileStore
{
    private readonly Dictionary<string, (long Offset, long Length)> _entries = new(StringComparer.Ordinal);
    private readonly SafeFileHandle _handle;

    /// <exception cref="UserErrorException">The archive is cut off or no tar.</exception>
    public TarStore(string path)
    {
        Location = Path.GetFullPath(path);
        try
        {
            using var stream = new HeaderStream(path);
            using var reader = new TarReader(stream);
            while (reader.GetNextEntry() is { } entry)
            {
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) continue;
                if (entry.DataOffset < 0 || entry.Length > stream.Length - entry.DataOffset) throw new InvalidDataException($"it ends inside {entry.Name}");
                var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
                _entries[name] = (entry.DataOffset, entry.Length);
            }
        }
        catch (Exception e)
        {
            // The reader of .NET throws whatever a damaged header leads it to.
            throw new UserErrorException($"{path} cannot be read as a tar archive ({e.Message.TrimEnd('.')}); fetch it again.", e);
        }

        Files = [.. _entries.Keys.Order(StringComparer.Ordinal)];
        _handle = File.OpenHandle(path);
    }

    public string Location { get; }

    public IReadOnlyList<string> Files { get; }

    public bool Contains(string name) => _entries.ContainsKey(name);

    public byte[] Read(string name)
    {
        if (!_entries.TryGetValue(name, out var entry)) throw new FileNotFoundException($"{Location} holds no {name}", name);
        var bytes = new byte[entry.Length];
        for (var done = 0; done < bytes.Length;)
        {
            var read = RandomAccess.Read(_handle, bytes.AsSpan(done), entry.Offset + done);
            if (read == 0) throw new EndOfStreamException($"{Location} ends inside {name}");
            done += read;
        }

        return bytes;
    }

    public void Dispose() => _handle.Dispose();

    /// <summary>
    /// An archive as .NET's reader may have it. Of what extends a header (long names, attributes) that one makes room for all that the header says, before
    /// it reads any of it: a gigabyte for a file of one block.
    /// </summary>
    private sealed class HeaderStream(string path) : FileStream(path, FileMode.Open, FileAccess.Read)
    {
        private const int BlockBytes = 512, TypeAt = 156, SizeAt = 124, SizeDigits = 12;
        private const long LongestExtension = 1 << 20;

        public override int Read(Span<byte> buffer)
        {
            var read = base.Read(buffer);
            if (read == BlockBytes && buffer[TypeAt] is (byte)'x' or (byte)'g' or (byte)'L' or (byte)'K' && SizeIn(buffer) > LongestExtension)
                throw new InvalidDataException("a header says that a name is longer than any");
            return read;
        }

        /// <summary>Octal digits; what is written in another way is larger than these can say.</summary>
        private static long SizeIn(ReadOnlySpan<byte> header)
        {
            if (header[SizeAt] >= 0x80) return long.MaxValue;
            long size = 0;
            foreach (var digit in header.Slice(SizeAt, SizeDigits))
            {
                if (digit is >= (byte)'0' and <= (byte)'7') size = 8 * size + digit - '0';
            }

            return size;
        }
    }
}
