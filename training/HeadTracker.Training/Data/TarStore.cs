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
            using var stream = File.OpenRead(path);
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
            throw new UserErrorException($"{path} cannot be read as a tar archive ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}); fetch it again.", e);
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
}
