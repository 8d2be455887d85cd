using System.Globalization;
using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Training.Data.Readers;

/// <summary>
/// A folder of photos and one CSV file with a header line. Columns: <c>file</c>; the pose as <c>yaw, pitch, roll</c> (degrees,
/// or with "_deg" appended) or as <c>qw, qx, qy, qz</c> (head → camera); the box as <c>x, y, w, h</c>, or 68 landmarks
/// <c>x0, y0 … x67, y67</c>, or neither when a boxes file is given; and, if known, <c>weight</c>, <c>identity</c>, <c>part</c>.
/// </summary>
public sealed class CsvReader : IDatasetReader
{
    private readonly Func<float, float, float, EulerAngles> _convention;

    private CsvReader(string kind, string name, string terms, Func<float, float, float, EulerAngles> convention)
    {
        (Kind, Name, Terms) = (kind, name, terms);
        _convention = convention;
    }

    /// <summary>Angles in the convention of 300W-LP.</summary>
    public static CsvReader Plain { get; } = new("csv", "CSV", "as its owner says", (yaw, pitch, roll) => new EulerAngles(yaw, pitch, roll));

    /// <summary>GENKI-4K's angles.</summary>
    public static CsvReader Genki { get; } = new("genki", "GENKI-4K", "citation asked, no licence stated", PoseConventions.AnglesFromGenki);

    public string Kind { get; }

    public string Name { get; }

    public string Terms { get; }

    public bool Recognises(IFileStore files) => Kind == Plain.Kind && FindLabels(files) is not null;

    public IEnumerable<LabelledFace> Read(IFileStore files, ReadOptions options, ReadReport report)
    {
        var name = options.Labels ?? FindLabels(files)
            ?? throw new UserErrorException($"{files.Location} holds no labels.csv; name the file with labels=FILE.");
        var table = CsvTable.Parse(options.Labels is null ? files.Read(name) : ReadOutside(name), name);
        var columns = new Columns(table, name, options.Boxes is not null);
        foreach (var row in table.Rows)
        {
            if (TryRead(row, columns, files, options.Boxes, report) is { } face) yield return face;
        }
    }

    private LabelledFace? TryRead(string[] row, Columns columns, IFileStore files, BoxFile? boxes, ReadReport report)
    {
        var photo = row[Math.Min(columns.File, row.Length - 1)].Trim();
        try
        {
            if (!files.Contains(photo))
            {
                report.Drop(photo, "without its photo");
                return null;
            }

            var landmarks = columns.Landmarks < 0 ? null : Points(row, columns.Landmarks);
            var box = columns.Box < 0
                ? (FaceBox?)null
                : new FaceBox(At(row, columns.Box), At(row, columns.Box + 1), At(row, columns.Box + 2), At(row, columns.Box + 3));
            box ??= landmarks is null ? null : LandmarkBox.Around(landmarks);
            var part = columns.Part < 0 ? "" : row[columns.Part];
            if (boxes is not null)
            {
                if (!boxes.TryFind(photo, box, out var found))
                {
                    report.Drop(photo, $"not in {Path.GetFileName(boxes.Path)}");
                    return null;
                }

                box = found.Box;
                if (part.Length == 0) part = found.Part;
            }

            var (rotation, angles) = PoseOf(row, columns);
            return new LabelledFace(photo, box!.Value, rotation)
            {
                Angles = angles,
                Landmarks = landmarks,
                Weight = columns.Weight < 0 ? 1 : At(row, columns.Weight),
                Identity = columns.Identity < 0 ? Path.GetFileNameWithoutExtension(photo) : row[columns.Identity],
                Part = part,
            };
        }
        catch (Exception e) when (e is FormatException or IndexOutOfRangeException)
        {
            report.Drop(photo, "with a row that is too short or holds no numbers");
            return null;
        }
    }

    private (Quaternion Rotation, EulerAngles Angles) PoseOf(string[] row, Columns columns)
    {
        if (columns.Quaternion < 0)
        {
            var angles = _convention(At(row, columns.Yaw), At(row, columns.Pitch), At(row, columns.Roll));
            return (angles.ToRotation(), angles);
        }

        var rotation = Quaternion.Normalize(new Quaternion(
            At(row, columns.Quaternion + 1), At(row, columns.Quaternion + 2), At(row, columns.Quaternion + 3), At(row, columns.Quaternion)));
        return (rotation, EulerAngles.FromRotation(rotation));
    }

    internal static Vector2[] Points(string[] row, int first)
    {
        var points = new Vector2[LandmarkBox.PointCount];
        for (var i = 0; i < points.Length; i++) points[i] = new Vector2(At(row, first + 2 * i), At(row, first + 2 * i + 1));
        return points;
    }

    private static float At(string[] row, int column)
    {
        var value = float.Parse(row[column], NumberStyles.Float, CultureInfo.InvariantCulture);
        return float.IsFinite(value) ? value : throw new FormatException("not finite");
    }

    private static byte[] ReadOutside(string path) =>
        File.Exists(path) ? File.ReadAllBytes(path) : throw new UserErrorException($"{path} does not exist; give the CSV file with the labels.");

    private static string? FindLabels(IFileStore files)
    {
        if (files.Contains("labels.csv")) return "labels.csv";
        var all = files.Files.Where(name => name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)).Take(2).ToList();
        return all.Count == 1 ? all[0] : null;
    }

    /// <summary>Where the columns stand; boxes, landmarks and quaternions lie in consecutive columns from the one given.</summary>
    private sealed class Columns
    {
        public Columns(CsvTable table, string name, bool boxesGiven)
        {
            File = table.IndexOf("file");
            Quaternion = table.IndexOf("qw");
            (Yaw, Pitch, Roll) = (table.IndexOf("yaw", "yaw_deg"), table.IndexOf("pitch", "pitch_deg"), table.IndexOf("roll", "roll_deg"));
            (Box, Landmarks) = (table.IndexOf("x"), table.IndexOf("x0"));
            (Weight, Identity, Part) = (table.IndexOf("weight"), table.IndexOf("identity"), table.IndexOf("part"));
            if (File < 0) throw new UserErrorException($"{name} has no column 'file'; its first line must name the columns.");
            if (Quaternion < 0 && (Yaw < 0 || Pitch < 0 || Roll < 0))
            {
                throw new UserErrorException($"{name} has no pose (columns yaw, pitch, roll or qw, qx, qy, qz); 'train label' can give its photos one.");
            }

            if (Box < 0 && Landmarks < 0 && !boxesGiven)
            {
                throw new UserErrorException($"{name} has no boxes (columns x, y, w, h) and no landmarks; make a boxes file with 'train boxes'.");
            }
        }

        public int File { get; }

        public int Quaternion { get; }

        public int Yaw { get; }

        public int Pitch { get; }

        public int Roll { get; }

        public int Box { get; }

        public int Landmarks { get; }

        public int Weight { get; }

        public int Identity { get; }

        public int Part { get; }
    }
}
