using System.Globalization;
using HeadTracker.Geometry;

namespace HeadTracker.Training.Data.Readers;

/// <summary>
/// AFLW: photos in <c>flickr/0 … 3</c> (possibly below further folders) and all labels in <c>aflw.sqlite</c>: tables Faces,
/// FaceImages, FacePose (roll, pitch, yaw in radians) and FaceRect.
/// </summary>
public sealed class AflwReader : IDatasetReader
{
    private const string Extension = ".sqlite";
    private const string Sql =
        """
        SELECT i.filepath, f.face_id, p.yaw, p.pitch, p.roll, r.x, r.y, r.w, r.h
        FROM Faces f
        JOIN FaceImages i ON i.file_id = f.file_id
        JOIN FacePose p ON p.face_id = f.face_id
        LEFT JOIN FaceRect r ON r.face_id = f.face_id
        ORDER BY i.filepath, f.face_id
        """;

    public string Kind => "aflw";

    public string Name => "AFLW";

    public string Terms => "non-commercial research";

    public bool Recognises(IFileStore files) => files.Files.Any(IsDatabase);

    public IEnumerable<LabelledFace> Read(IFileStore files, ReadOptions options, ReadReport report)
    {
        if (files is not FolderStore) throw new UserErrorException($"{files.Location}: SQLite cannot read inside an archive; unpack it and give the folder.");
        var database = files.Files.FirstOrDefault(IsDatabase)
            ?? throw new UserErrorException($"{files.Location} holds no {Extension} file; give the folder that AFLW's aflw.sqlite and photos are below.");

        var photos = PhotosBySuffix(files);
        using var sqlite = new SqliteDatabase(Path.Combine(files.Location, database));
        var rows = sqlite.Query(Sql).ToList();
        // Before anything is left out: a photo that is missing here must not let a later one slip into the first 2,000.
        var firstPhotos = Protocol.AflwTestPhotosOf(rows.Select(row => NameOf(row)));
        foreach (var row in rows)
        {
            var name = NameOf(row);
            if (!photos.TryGetValue(name, out var photo)) report.Drop(name, "without its photo");
            else if (!TryNumbers(row.AsSpan(2, 3), out var angles)) report.Drop($"{name} face {row[1]}", "without a pose");
            else if (BoxOf(row, name, options.Boxes) is not { } box) report.Drop($"{name} face {row[1]}", "without a box");
            else
            {
                yield return new LabelledFace(photo, box.Box, PoseConventions.FromAflw(angles[1], angles[0], angles[2]))
                {
                    Angles = PoseConventions.AnglesFromAflw(angles[1], angles[0], angles[2]),
                    Identity = name,
                    Part = box.Part.Length > 0 ? box.Part : firstPhotos.Contains(name) ? "test" : "train",
                };
            }
        }
    }

    private static string NameOf(string[] row) => row[0].Replace('\\', '/');

    /// <summary>A boxes file names photos as the database does, wherever they lie here.</summary>
    private static FileBox? BoxOf(string[] row, string name, BoxFile? boxes)
    {
        FaceBox? own = TryNumbers(row.AsSpan(5, 4), out var r) ? new FaceBox(r[0], r[1], r[2], r[3]) : null;
        long? faceId = long.TryParse(row[1], NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (boxes is not null) return boxes.TryFind(name, own, out var found, faceId) ? found : null;
        return own is { IsEmpty: false } box ? new FileBox(box, "") : null;
    }

    private static bool TryNumbers(ReadOnlySpan<string> words, out float[] numbers)
    {
        numbers = new float[words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            if (!float.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !float.IsFinite(numbers[i])) return false;
        }

        return true;
    }

    /// <summary>The database says "0/image00002.jpg"; the photos may lie deeper, such as in aflw/data/flickr.</summary>
    private static Dictionary<string, string> PhotosBySuffix(IFileStore files)
    {
        var photos = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files.Files)
        {
            var parts = file.Split('/');
            if (parts.Length >= 2) photos.TryAdd($"{parts[^2]}/{parts[^1]}", file);
        }

        return photos;
    }

    private static bool IsDatabase(string name) => name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);
}
