using System.Text.Json;
using System.Text.Json.Serialization;

namespace HeadTracker.Contract;

/// <summary>What the network's three outputs hold.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BinOutput>))]
public enum BinOutput
{
    /// <summary>Scores before softmax.</summary>
    Logits,

    /// <summary>Probabilities that sum to 1.</summary>
    Probabilities,
}

/// <summary>
/// Everything the runtime has to know about a pose network. It travels inside the ONNX file as one JSON text in
/// <c>metadata_props</c> under <see cref="MetadataKey"/>; no fact about a model is written down anywhere else.
/// </summary>
/// <remarks>
/// Tensors: input <c>image</c> float (N, 3, InputSize, InputSize); outputs <c>yaw</c>, <c>pitch</c>, <c>roll</c>, float (N, bins of that head).
/// </remarks>
public sealed record PoseModelContract
{
    /// <summary>The key in <c>metadata_props</c>.</summary>
    public const string MetadataKey = "headtracker.contract";
    /// <summary>The version that this program writes, and the only one that it reads.</summary>
    public const int CurrentVersion = 1;
    /// <summary>The one input's name.</summary>
    public const string InputName = "image";
    /// <summary>The word for the signs and the order of <see cref="Geometry.EulerAngles"/>.</summary>
    public const string AngleConvention300WLP = "300W-LP";

    /// <summary>The outputs' names in the order of the <see cref="Heads"/>.</summary>
    public static readonly IReadOnlyList<string> OutputNames = ["yaw", "pitch", "roll"];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = false,
    };

    /// <summary>Of the contract, not of the model.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Side of the square input in pixels.</summary>
    public required int InputSize { get; init; }

    /// <summary>Which part of the frame the network sees for a face box.</summary>
    public required CropRule Crop { get; init; }

    /// <summary>From the crop's bytes to the input.</summary>
    public required PixelNormalizer Normalizer { get; init; }

    /// <summary>Whether the outputs went through softmax inside the network.</summary>
    public required BinOutput Output { get; init; }

    /// <summary>The bins of the output <c>yaw</c>.</summary>
    public required BinSpecification Yaw { get; init; }

    /// <summary>The bins of the output <c>pitch</c>.</summary>
    public required BinSpecification Pitch { get; init; }

    /// <summary>The bins of the output <c>roll</c>.</summary>
    public required BinSpecification Roll { get; init; }

    /// <summary>Convention of the angles; only <see cref="AngleConvention300WLP"/> is known.</summary>
    public string Angles { get; init; } = AngleConvention300WLP;

    /// <summary>Name of the training run that made the weights.</summary>
    public required string Run { get; init; }

    /// <summary>The bins of yaw, pitch and roll, in this order.</summary>
    [JsonIgnore]
    public IReadOnlyList<BinSpecification> Heads => [Yaw, Pitch, Roll];

    /// <summary>The text for <see cref="MetadataKey"/>, on one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads the text found under <see cref="MetadataKey"/>.</summary>
    /// <param name="json">The metadata's value.</param>
    /// <param name="file">The model's name for the message.</param>
    /// <exception cref="UserErrorException">The text is not a contract this version understands.</exception>
    public static PoseModelContract Parse(string json, string file)
    {
        PoseModelContract? contract;
        try
        {
            contract = JsonSerializer.Deserialize<PoseModelContract>(json, Json);
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"{file}: its contract cannot be read ({e.Message}); export the model again with this version.", e);
        }

        if (contract is null || contract.Version != CurrentVersion)
        {
            throw new UserErrorException(
                $"{file}: its contract has version {contract?.Version}, expected {CurrentVersion}; export the model again with this version.");
        }

        if (contract.Angles != AngleConvention300WLP)
        {
            throw new UserErrorException(
                $"{file}: its angles follow '{contract.Angles}', expected '{AngleConvention300WLP}'; export the model again with this version.");
        }

        if (contract.FirstFlaw() is { } flaw)
        {
            throw new UserErrorException($"{file}: its contract says {flaw}; export the model again with this version.");
        }

        return contract;
    }

    private string? FirstFlaw()
    {
        if (ModelInput.FirstFlaw(InputSize, Crop, Normalizer) is { } flaw) return flaw;
        foreach (var (name, bins) in OutputNames.Zip(Heads))
        {
            if (ModelInput.FirstFlaw(bins) is { } wrong) return $"{wrong} for {name}";
        }

        return null;
    }
}
