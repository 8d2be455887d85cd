using System.Text.Json;
using HeadTracker.Geometry;

namespace HeadTracker.Training.Data;

/// <summary>A face box as the KD paper's authors publish theirs.</summary>
/// <param name="Box">In image pixels.</param>
/// <param name="Part">"train" or "test" where the file says so (BIWI, AFLW), else empty.</param>
/// <param name="FaceId">The face's number in its database where the file says it (AFLW), else null.</param>
public readonly record struct FileBox(FaceBox Box, string Part, long? FaceId = null);

/// <summary>
/// Face boxes per photo in the KD authors' JSON: <c>{"photo": [{"bbox": [x1, y1, x2, y2], "type": "train", "faceid": 39341}]}</c>, the type in BIWI's
/// and AFLW's, the number in AFLW's.
/// </summary>
public sealed class BoxFile
{
    private readonly Dictionary<string, List<FileBox>> _boxes;

    public BoxFile(string path, IReadOnlyDictionary<string, List<FileBox>> boxes)
    {
        Path = path;
        _boxes = new Dictionary<string, List<FileBox>>(boxes, StringComparer.Ordinal);
    }

    public string Path { get; }

    public IReadOnlyDictionary<string, List<FileBox>> Boxes => _boxes;

    /// <exception cref="UserErrorException">The file is missing or not of this form.</exception>
    public static BoxFile Read(string path)
    {
        if (!File.Exists(path)) throw new UserErrorException($"{path} does not exist; make it with 'train boxes' or leave --boxes out.");
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var boxes = new Dictionary<string, List<FileBox>>(StringComparer.Ordinal);
            foreach (var photo in json.RootElement.EnumerateObject())
            {
                boxes[photo.Name] = [.. photo.Value.EnumerateArray().Select(Parse)];
            }

            return new BoxFile(path, boxes);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or IndexOutOfRangeException)
        {
            throw new UserErrorException($"{path} is no boxes file ({e.Message.TrimEnd('.')}); expected {{\"photo.jpg\": [{{\"bbox\": [x1, y1, x2, y2]}}]}}.",
                e);
        }
    }

    /// <summary>Writes the file in one step: an old one stays whole until the new one is complete.</summary>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public void Write() => AtomicFile.Write(Path, partial =>
    {
        using var stream = File.Create(partial);
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        foreach (var (photo, found) in _boxes.OrderBy(entry => entry.Key, StringComparer.Ordinal)) Write(json, photo, found);
        json.WriteEndObject();
    });

    /// <summary>
    /// The box of a photo that best fits a prior one: of several faces the one that overlaps it most. False when the file knows
    /// no box there. Photos are looked up by their whole name first, then by file name alone, since the authors' keys leave folders out.
    /// </summary>
    /// <param name="photo">By the name that the dataset itself has for it, not by where it lies on this machine.</param>
    /// <param name="prior">Where the face is about.</param>
    /// <param name="box">What was found.</param>
    /// <param name="faceId">The face's number: where the file has numbers it decides alone, since boxes of two faces may be identical.</param>
    public bool TryFind(string photo, FaceBox? prior, out FileBox box, long? faceId = null)
    {
        box = default;
        if (!_boxes.TryGetValue(photo, out var found) && !_boxes.TryGetValue(System.IO.Path.GetFileName(photo), out found)) return false;
        if (found.Count == 0) return false;
        if (faceId is not null && found.Exists(candidate => candidate.FaceId is not null))
        {
            box = found.Find(candidate => candidate.FaceId == faceId);
            return box.FaceId is not null;
        }

        box = prior is { } near ? found.MaxBy(candidate => Nearness(candidate.Box, near)) : found[0];
        return true;
    }

    private static float Nearness(FaceBox box, FaceBox prior)
    {
        // Overlap where there is any; else the nearer centre, always below every overlap.
        var overlap = box.IntersectionOverUnion(prior);
        return overlap > 0 ? overlap : -(box.Center - prior.Center).Length();
    }

    private static FileBox Parse(JsonElement entry)
    {
        var edges = entry.GetProperty("bbox");
        var part = entry.TryGetProperty("type", out var type) ? type.GetString() ?? "" : "";
        long? faceId = entry.TryGetProperty("faceid", out var number) ? number.GetInt64() : null;
        return new FileBox(FaceBox.FromEdges(edges[0].GetSingle(), edges[1].GetSingle(), edges[2].GetSingle(), edges[3].GetSingle()), part, faceId);
    }

    private static void Write(Utf8JsonWriter json, string photo, List<FileBox> found)
    {
        json.WriteStartArray(photo);
        foreach (var (box, part, faceId) in found)
        {
            json.WriteStartObject();
            json.WriteStartArray("bbox");
            json.WriteNumberValue(box.X);
            json.WriteNumberValue(box.Y);
            json.WriteNumberValue(box.Right);
            json.WriteNumberValue(box.Bottom);
            json.WriteEndArray();
            if (part.Length > 0) json.WriteString("type", part);
            if (faceId is { } number) json.WriteNumber("faceid", number);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
