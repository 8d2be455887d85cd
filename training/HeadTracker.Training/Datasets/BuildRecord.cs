using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace HeadTracker.Training.Datasets;

/// <summary>What a build made and how long it took: <c>dataset.json</c> beside the sets. It also tells the next build what is finished.</summary>
public sealed record BuildRecord
{
    public const string FileName = "dataset.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, RespectNullableAnnotations = true };

    public string Title { get; init; } = "";

    /// <summary>All that was made, in its order; labels that photos were given are parts of their own.</summary>
    public IReadOnlyList<BuiltPart> Parts { get; init; } = [];

    /// <summary>What other data files made in the same folder: a set that two of them name alike, from the same, is made once.</summary>
    public IReadOnlyList<BuiltPart> Others { get; init; } = [];

    internal IEnumerable<BuiltPart> All => Parts.Concat(Others);

    internal BuiltPart? Find(string file) => All.FirstOrDefault(part => part.File == file);

    /// <summary>Faces of all training sets.</summary>
    public int TrainingFaces => Parts.Where(part => part.Use == PartUse.Train).Sum(part => part.Faces);

    /// <summary>Seconds that all parts took.</summary>
    public double Seconds => Math.Round(Parts.Sum(part => part.Seconds), 1);

    /// <summary>For the section <c>data</c> of an experiment.</summary>
    public IReadOnlyList<string> Train => [.. Parts.Where(part => part.Use == PartUse.Train).Select(part => part.File)];

    /// <inheritdoc cref="Train"/>
    public IReadOnlyDictionary<string, string> Test =>
        Parts.Where(part => part.Use == PartUse.Test).ToDictionary(part => Path.GetFileNameWithoutExtension(part.File), part => part.File);

    /// <summary>The record of an earlier build, empty when there is none or it cannot be read: its parts are then made again.</summary>
    public static BuildRecord Read(string folder)
    {
        try
        {
            var path = Path.Combine(folder, FileName);
            var record = File.Exists(path) ? JsonSerializer.Deserialize<BuildRecord>(File.ReadAllText(path), Json) : null;
            return record?.All.All(part => part is { File: not null, From: not null }) == true ? record : new BuildRecord();
        }
        catch (JsonException)
        {
            return new BuildRecord();
        }
    }

    public void Write(string folder) =>
        AtomicFile.Write(Path.Combine(folder, FileName), partial => File.WriteAllText(partial, JsonSerializer.Serialize(this, Json) + "\n"));
}

/// <summary>One finished part.</summary>
/// <param name="File">Relative to the build's folder.</param>
/// <param name="Use">Null for labels and boxes, which are no sets.</param>
/// <param name="Faces">How many it holds.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="From">All that it follows from; a part is made again when this differs.</param>
public sealed record BuiltPart(string File, PartUse? Use, int Faces, double Seconds, JsonNode From)
{
    /// <summary>The file of its label maps beside it; null where it has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Maps { get; init; }
}
