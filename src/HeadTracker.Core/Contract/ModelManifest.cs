using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HeadTracker.Contract;

/// <summary>One model of a <see cref="ModelManifest"/>.</summary>
/// <param name="File">File name beside the manifest.</param>
/// <param name="Sha256">Hash of the whole file, 64 hexadecimal digits.</param>
/// <param name="Size">Length in bytes.</param>
/// <param name="Licence">SPDX identifier or a sentence.</param>
/// <param name="Source">Where the weights come from: a training run or an address.</param>
/// <param name="Contract">The contract inside the file, repeated so that people can compare models without opening them; null for detectors.</param>
/// <param name="Metrics">Figures by name, such as "aflw2000.mae": degrees.</param>
public sealed record ModelManifestEntry(
    string File,
    string Sha256,
    long Size,
    string Licence,
    string Source,
    PoseModelContract? Contract = null,
    IReadOnlyDictionary<string, double>? Metrics = null);

/// <summary>The list <c>manifest.json</c> beside the models: what each file is, and the hash it must have.</summary>
public sealed record ModelManifest
{
    /// <summary>The manifest's name in the folder of models.</summary>
    public const string FileName = "manifest.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
    };

    /// <summary>File name of the pose model that runs when the user names none; null when no pose model ships.</summary>
    public string? Default { get; init; }

    /// <summary>Every model that ships, each file once.</summary>
    public required IReadOnlyList<ModelManifestEntry> Models { get; init; }

    /// <summary>Reads the manifest of a folder; an empty one when the folder has none.</summary>
    /// <exception cref="UserErrorException">The manifest is not valid JSON or not a manifest.</exception>
    public static ModelManifest ReadFrom(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return new ModelManifest { Models = [] };
        try
        {
            var manifest = JsonSerializer.Deserialize<ModelManifest>(File.ReadAllText(path), Json)
                ?? throw new UserErrorException($"{path} is empty; restore it from the repository.");
            // The serialiser looks into no list.
            if (manifest.Models.Contains(null!)) throw new UserErrorException($"{path} lists a model that is null; restore it from the repository.");
            return manifest;
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"{path} cannot be read ({e.Message}); restore it from the repository.", e);
        }
    }

    /// <summary>Writes <see cref="FileName"/> into a folder, indented; an older one is replaced.</summary>
    public void WriteTo(string folder) => File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Json) + "\n");

    /// <summary>The entry of a file name, or null.</summary>
    public ModelManifestEntry? Find(string file) => Models.FirstOrDefault(m => string.Equals(m.File, file, StringComparison.Ordinal));

    /// <summary>Refuses a model whose bytes are not the ones that the manifest in its folder lists; unlisted models pass.</summary>
    /// <exception cref="UserErrorException">Hash or size differ.</exception>
    public static void Check(string modelPath, ReadOnlySpan<byte> content)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(modelPath))!;
        if (ReadFrom(folder).Find(Path.GetFileName(modelPath)) is not { } entry) return;
        if (content.Length != entry.Size)
        {
            throw new UserErrorException($"{modelPath} has {content.Length} bytes, but the manifest beside it says {entry.Size}; fetch the file again.");
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        if (!string.Equals(hash, entry.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new UserErrorException(
                $"{modelPath} has sha256 {hash[..12]}…, but the manifest beside it says {entry.Sha256[..Math.Min(12, entry.Sha256.Length)]}…; "
                    + "fetch the file again.");
        }
    }
}
