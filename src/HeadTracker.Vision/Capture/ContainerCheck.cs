using System.Buffers.Binary;
using System.Text;

namespace HeadTracker.Capture;

/// <summary>Finds films whose file ends before its container does: a copy or a download that was broken off, a recorder without power.</summary>
/// <remarks>
/// Looked at are only the lengths of the outermost parts. What containers say of duration and number of pictures is no proof: edit lists hide
/// pictures, sound lasts longer, and rates are not even.
/// </remarks>
internal static class ContainerCheck
{
    private const uint Riff = 0x5249_4646, EbmlHeader = 0x1A45_DFA3, Segment = 0x1853_8067;

    /// <summary>
    /// Of Matroska: the two outermost, what a segment holds (cues, tags, index, facts, tracks, clusters, chapters, attachments), and filling.
    /// </summary>
    private static readonly long[] Elements =
    [
        EbmlHeader, Segment, 0x1C53_BB6B, 0x1254_C367, 0x114D_9B74, 0x1549_A966, 0x1654_AE6B, 0x1F43_B675, 0x1043_A770, 0x1941_A469, 0xEC, 0xBF,
    ];

    /// <summary>Of MP4 and QuickTime, the outermost.</summary>
    private static readonly string[] Boxes =
        ["ftyp", "moov", "mdat", "free", "skip", "wide", "pnot", "PICT", "styp", "moof", "mfra", "sidx", "ssix", "prft", "emsg", "meta", "pdin", "uuid"];

    /// <summary>Whether more bytes were to come. False for containers that do not tell (transport streams, raw video), and for files that are gone.</summary>
    public static bool IsCutOff(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return Number(stream, 4) switch
            {
                Riff => EndsWithin(stream, NextRiff),
                EbmlHeader => EndsWithin(stream, NextElement),
                _ => EndsWithin(stream, NextBox),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <param name="stream">The file.</param>
    /// <param name="next">From the head of a part: where it ends, or null for what is no part or does not tell.</param>
    private static bool EndsWithin(FileStream stream, Func<FileStream, long?> next)
    {
        var (length, start) = (stream.Length, 0L);
        while (start < length)
        {
            stream.Position = start;
            if (next(stream) is not { } end || end <= start) return false;
            if (end > length) return true;
            start = end;
        }

        return false;
    }

    private static long? NextRiff(FileStream stream)
    {
        var start = stream.Position;
        if (Number(stream, 4) != Riff) return null;
        Span<byte> size = stackalloc byte[4];
        if (stream.ReadAtLeast(size, size.Length, throwOnEndOfStream: false) < size.Length) return null;
        return start + 8 + BinaryPrimitives.ReadUInt32LittleEndian(size);
    }

    private static long? NextBox(FileStream stream)
    {
        var start = stream.Position;
        Span<byte> head = stackalloc byte[8];
        if (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length) return null;
        if (!Boxes.Contains(Encoding.ASCII.GetString(head[4..]))) return null;
        var size = BinaryPrimitives.ReadUInt32BigEndian(head);
        // 1: a longer number follows; 0: to the end of the file.
        if (size == 1) return Number(stream, 8) is { } large ? start + large : null;
        return size == 0 ? null : start + size;
    }

    /// <summary>Recordings that were never finished do not know how long the segment is, but each cluster in it knows.</summary>
    private static long? NextElement(FileStream stream)
    {
        if (VariableNumber(stream, keepsMark: true) is not { } id || !Elements.Contains(id)) return null;
        if (VariableNumber(stream, keepsMark: false) is not { } size) return null;
        if (size >= 0) return stream.Position + size;
        return id == Segment ? stream.Position : null;
    }

    private static long? Number(FileStream stream, int bytes)
    {
        var value = 0L;
        for (; bytes > 0; bytes--)
        {
            if (stream.ReadByte() is not (>= 0 and var next)) return null;
            value = (value << 8) | (long)next;
        }

        return value;
    }

    /// <summary>As many bytes follow the first one as it has zeros before its first one. All ones stand for "not known", here -1.</summary>
    private static long? VariableNumber(FileStream stream, bool keepsMark)
    {
        if (stream.ReadByte() is not (> 0 and var first)) return null;
        var rest = 7 - int.Log2(first);
        var mark = 0x80 >> rest;
        if (Number(stream, rest) is not { } low) return null;
        var value = ((long)(keepsMark ? first : first - mark) << (8 * rest)) | low;
        return !keepsMark && value == (1L << (7 * (rest + 1))) - 1 ? -1 : value;
    }
}
