using System.Buffers.Binary;
using System.Text;

namespace HeadTracker.Diagnostics;

/// <summary>What a Linux library's file says of itself; only 64-bit little-endian ones, the kind that .NET loads.</summary>
internal static class ElfFile
{
    private const int Load = 1, Dynamic = 2;
    private const long Needed = 1, StringTable = 5;

    /// <summary>Names of the libraries that the loader has to find for this one, such as "libc.so.6".</summary>
    /// <returns>Nothing when the file is no such library or is damaged.</returns>
    public static IReadOnlyList<string> NeededBy(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var head = Read(file, 0, 64);
            if (!head.AsSpan().StartsWith("\u007fELF\u0002\u0001"u8)) return [];
            var (size, count) = (BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(54)), BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(56)));
            var programs = Read(file, Number(head, 32), size * count);
            var segments = Enumerable.Range(0, count).Select(i => Segment.At(programs, i * size)).ToList();
            var dynamic = segments.Find(segment => segment.Kind == Dynamic);
            var entries = Read(file, dynamic.Offset, (int)dynamic.Size).Chunk(16).Select(entry => (Tag: Number(entry, 0), Value: Number(entry, 8))).ToList();
            // The table of names is stated by the address that it will have in memory.
            var address = entries.Find(entry => entry.Tag == StringTable).Value;
            var holder = segments.Find(segment => segment.Kind == Load && address >= segment.Address && address < segment.Address + segment.Size);
            return [.. entries.Where(entry => entry.Tag == Needed).Select(entry => Name(file, holder.Offset + address - holder.Address + entry.Value))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }

    /// <summary>Whether a file is a library at all.</summary>
    public static bool IsLibrary(string path) => NeededBy(path).Count > 0;

    private static long Number(byte[] bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));

    private static byte[] Read(FileStream file, long at, int length)
    {
        var bytes = new byte[length];
        file.Position = at;
        file.ReadExactly(bytes);
        return bytes;
    }

    private static string Name(FileStream file, long at)
    {
        file.Position = at;
        var name = new StringBuilder();
        for (int next; (next = file.ReadByte()) > 0; name.Append((char)next))
        {
        }

        return name.ToString();
    }

    /// <summary>A part of the file and where it goes in memory.</summary>
    private readonly record struct Segment(int Kind, long Offset, long Address, long Size)
    {
        public static Segment At(byte[] programs, int at) =>
            new(BinaryPrimitives.ReadInt32LittleEndian(programs.AsSpan(at)), Number(programs, at + 8), Number(programs, at + 16), Number(programs, at + 32));
    }
}
