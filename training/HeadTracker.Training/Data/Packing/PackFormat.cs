using System.Text.Json;
using System.Text.Json.Serialization;
using HeadTracker.Contract;

namespace HeadTracker.Training.Data.Packing;

/// <summary>Where a packed set's samples came from.</summary>
/// <param name="Name">The dataset, such as "300W-LP".</param>
/// <param name="Terms">Terms of use.</param>
/// <param name="Detail">How the samples were made: the path, boxes file, seed or tool.</param>
public sealed record PackSource(string Name, string Terms, string Detail);

/// <summary>The text part of a packed set.</summary>
public sealed record PackHeader
{
    /// <summary>Pixels; an image of three such sides still has an int's number of bytes.</summary>
    private const int LargestSide = 8192;

    /// <summary>Side in pixels of the network input that the crop rule's region becomes.</summary>
    public required int InputSize { get; init; }

    /// <summary>Further pixels kept on every side, at the same scale, for shifts and rotations.</summary>
    public required int Margin { get; init; }

    public required CropRule Crop { get; init; }

    public IReadOnlyList<PackSource> Sources { get; init; } = [];

    /// <summary>Names that the samples' identity numbers stand for.</summary>
    public IReadOnlyList<string> Identities { get; init; } = [];

    /// <summary>Each sample's name: its photo in the source.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Side in pixels of the stored images.</summary>
    [JsonIgnore]
    public int StoredSize => InputSize + 2 * Margin;

    [JsonIgnore]
    public int BytesPerImage => 3 * StoredSize * StoredSize;

    /// <summary>What a file says is held against what can be.</summary>
    /// <exception cref="InvalidDataException">Something is not; the message says what.</exception>
    internal void Validate()
    {
        if (InputSize is < 1 or > LargestSide) throw new InvalidDataException($"crops of {InputSize} pixels");
        if (Margin is < 0 or > LargestSide) throw new InvalidDataException($"a margin of {Margin} pixels");
        if (!Enum.IsDefined(Crop.Shape) || !float.IsFinite(Crop.Scale) || Crop.Scale <= 0) throw new InvalidDataException($"a crop scale of {Crop.Scale}");
        // Annotations do not reach into lists.
        if (Names.Concat(Identities).Any(name => name is null) || Sources.Any(source => source is null)) throw new InvalidDataException("a name is null");
    }
}

/// <summary>
/// The layout of <c>.htpack</c>, a packed set of labelled face crops. Little-endian; version 2:
/// <code>
/// offset          bytes          what
/// 0               8              "HTPACK2\n"
/// 8               8              number of samples N; 0 while the file is being written
/// 16              8              offset of the labels
/// 24              8              offset of the header text
/// 32              8              length of the header text
/// 40              8              length of the whole file
/// 4096            N·3·S·S        images: rows of RGB bytes, S = InputSize + 2·Margin
/// (labels)        N·44           LabelRecord: quaternion x y z w (head → camera), weight (float32 each), source (uint16), 0
/// (uint16), identity (int32, -1 unknown), aspect (float32), yaw pitch roll as labelled (float32 each, degrees)
/// (header text)                  PackHeader as UTF-8 JSON
/// </code>
/// Images come first and at a page boundary, so that they are written as they are made, each at a place that follows from its number.
/// Version 1 had labels of 32 bytes, without the angles, and is still read: its angles are the rotation's.
/// </summary>
public static class PackFormat
{
    public const string Extension = ".htpack";

    internal const int PreambleLength = 48;
    internal const int ImagesOffset = 4096;
    internal const int LabelLength = 44;
    internal const int FirstLabelLength = 32;

    internal static ReadOnlySpan<byte> Magic => "HTPACK2\n"u8;

    internal static ReadOnlySpan<byte> FirstMagic => "HTPACK1\n"u8;

    internal static ReadOnlySpan<byte> MagicOfAnyVersion => "HTPACK"u8;

    internal static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
    };
}
