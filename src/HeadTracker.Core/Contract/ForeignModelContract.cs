using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using HeadTracker.Geometry;

namespace HeadTracker.Contract;

/// <summary>
/// What the runtime has to know about a pose network of somebody else's, which carries no <see cref="PoseModelContract"/>: the file
/// <c>MODEL.onnx.json</c> beside it. <c>docs/models.md</c> explains every field.
/// </summary>
public sealed record ForeignModelContract
{
    /// <summary>What a model's path gets behind it.</summary>
    public const string Suffix = ".json";

    /// <summary>The version that this program reads.</summary>
    public const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>Of the description.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Name of the input tensor, float (N, 3, side, side).</summary>
    public required string Input { get; init; }

    /// <summary>Side of the square input in pixels.</summary>
    public required int InputSize { get; init; }

    /// <summary>Which part of the frame the network sees for a face box.</summary>
    public required CropRule Crop { get; init; }

    /// <summary>By how much of its own height a box is moved up before it is cropped.</summary>
    public float ShiftUp { get; init; }

    /// <summary>From the crop's bytes to the input.</summary>
    public required PixelNormalizer Normalizer { get; init; }

    /// <summary>In which form the outputs tell the pose.</summary>
    public required PoseOutputKind Kind { get; init; }

    /// <summary>The output tensors' names: three for bins, one or three for angles, else one. Others that the network has are left alone.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }

    /// <summary>Bins and angles: which angle each output, or each number of the one output, is.</summary>
    public IReadOnlyList<PoseAngle> Order { get; init; } = [PoseAngle.Yaw, PoseAngle.Pitch, PoseAngle.Roll];

    /// <summary>Bins and angles: those whose sign is the opposite of 300W-LP's.</summary>
    public IReadOnlyList<PoseAngle> Negated { get; init; } = [];

    /// <summary>Angles: whether they are in radians.</summary>
    public bool Radians { get; init; }

    /// <summary>Bins: how an angle is cut into classes, alike for all three.</summary>
    public BinSpecification? Bins { get; init; }

    /// <summary>Bins: what the outputs hold.</summary>
    public BinOutput BinOutput { get; init; } = BinOutput.Logits;

    /// <summary>Matrix and SixD: what the matrix stands for.</summary>
    public MatrixMeaning Matrix { get; init; } = MatrixMeaning.PackedAngles;

    /// <summary>Floats of one face in each output.</summary>
    [JsonIgnore]
    public int OutputLength => Kind switch
    {
        PoseOutputKind.Bins => Bins!.Value.Count,
        PoseOutputKind.Angles => 3 / Outputs.Count,
        PoseOutputKind.Matrix => 9,
        _ => 6,
    };

    /// <summary>The region of the frame for a face box.</summary>
    public FaceBox RegionFor(FaceBox box) => Crop.RegionFor(box.Shifted(0, -ShiftUp * box.Height));

    /// <summary>The file's text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json).ReplaceLineEndings("\n") + "\n";

    /// <summary>Reads the file's text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="file">Its name for the message.</param>
    /// <exception cref="UserErrorException">It is no description, or one that contradicts itself; the sentence says where.</exception>
    public static ForeignModelContract Parse(string json, string file)
    {
        try
        {
            var contract = JsonSerializer.Deserialize<ForeignModelContract>(json, Json) ?? throw new JsonException("it is null");
            return contract.FirstFlaw() is { } flaw ? throw new UserErrorException($"{file} says {flaw}; see docs/models.md.") : contract;
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"{file} cannot be read ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}); see docs/models.md.", e);
        }
    }

    private string? FirstFlaw()
    {
        if (Version != CurrentVersion) return $"version {Version}, where {CurrentVersion} is known";
        if (ModelInput.FirstFlaw(InputSize, Crop, Normalizer) is { } flaw) return flaw;
        if (!(MathF.Abs(ShiftUp) <= 1)) return $"a shift up of {ShiftUp}, where -1 to 1 boxes are possible";
        int[] counts = Kind switch { PoseOutputKind.Bins => [3], PoseOutputKind.Angles => [1, 3], _ => [1] };
        if (!counts.Contains(Outputs.Count)) return $"{Outputs.Count} outputs, where {Kind} has {string.Join(" or ", counts)}";
        if (Outputs.Any(string.IsNullOrEmpty)) return "an output without a name";
        if (!Enum.IsDefined(Kind) || !Enum.IsDefined(Matrix) || !Negated.All(Enum.IsDefined)) return "a number where there are words";
        if (!Order.Order().SequenceEqual([PoseAngle.Yaw, PoseAngle.Pitch, PoseAngle.Roll])) return "an order that is not yaw, pitch and roll, each once";
        if (Kind == PoseOutputKind.Bins) return Bins is { } bins ? ModelInput.FirstFlaw(bins) : "no bins";
        return null;
    }
}
