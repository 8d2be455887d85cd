using System.Text.Json;
using HeadTracker.Synthesis.Sampling;
using HeadTracker.Synthesis.Surfaces;
using HeadTracker.Training.Data.Packing;

namespace HeadTracker.Training.Data.Maps;

/// <summary>The text part of a file of label maps.</summary>
public sealed record MapHeader
{
    /// <summary>Cells across the maps: half of the side of the set's images.</summary>
    public required int Side { get; init; }

    /// <summary><see cref="PackReader.Fingerprint"/> of the set whose samples these are, in its order.</summary>
    public required string Set { get; init; }

    /// <summary>Names that the samples' scene numbers stand for.</summary>
    public IReadOnlyList<string> Scenes { get; init; } = [];

    /// <summary>Names of the parts' numbers.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>Names of the attributes' bits, the lowest first.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];
}

/// <summary>
/// The layout of <c>.htmaps</c>, the label maps of a packed set, beside it. Little-endian:
/// <code>
/// offset    bytes    what
/// 0         8        "HTMAPS1\n"
/// 8         8        number of samples N, as many as the set has
/// 16        8        offset of the table
/// 24        8        offset of the header text
/// 32        8        length of the whole file
/// 40        ...      a record per sample, one after another, each compressed (Brotli)
/// (table)   N·8      length of each record (int32) and its CRC-32C (uint32)
/// (header)           MapHeader as UTF-8 JSON, to the end
/// </code>
/// A record when unpacked, M = the header's side; parts, depth and normals only in samples with dense maps, motion only in frames of clips:
/// <code>
/// 0         4        flags: 1 dense maps, 2 landmarks, 4 which of them are visible, 8 motion
/// 4         4        scene (int32, -1 unknown)
/// 8         4        face size in metres (float32)
/// 12        8        attributes that are so, a bit each
/// 20        8        attributes that are known
/// 28        12       landmarks that are visible, a bit each
/// 40        544      68 landmarks: x, y (float32) in pixels of the stored image
/// 584       M·M      parts
///           M·M      low bytes of the depth (int16), each row as differences from its left neighbour
///           M·M      high bytes of the same
///           3·M·M    normals' x, y, z (int8), as differences along rows too
///           M·M      motion (int8): 0 still, 1 moves, -1 unknown
/// </code>
/// </summary>
public static class MapFormat
{
    public const string Extension = ".htmaps";

    internal const int PreambleLength = 40;
    internal const int EntryLength = 8;

    internal static ReadOnlySpan<byte> Magic => "HTMAPS1\n"u8;

    internal static ReadOnlySpan<byte> MagicOfAnyVersion => "HTMAPS"u8;

    internal static IReadOnlyList<string> PartNames { get; } = Enum.GetNames<FacePart>();

    internal static IReadOnlyList<string> AttributeNames { get; } = Enum.GetNames<FaceAttribute>();

    internal static JsonSerializerOptions Json => PackFormat.Json;

    /// <summary>Where the maps of a packed set are.</summary>
    public static string PathOf(string pack) => Path.ChangeExtension(pack, Extension);
}
