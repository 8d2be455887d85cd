using System.Globalization;
using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Training.Data.Readers;

/// <summary>
/// ETH-XGaze, full-resolution edition: <c>train/subjectNNNN/frameNNNN/camNN.JPG</c> with <c>annotation_train/subjectNNNN.csv</c>, one line
/// per photo: frame, photo, gaze point on the screen (2), gaze point in space (3), the head's rotation vector (3) and translation (3),
/// 68 landmarks.
/// </summary>
public sealed class EthXGazeReader : IDatasetReader
{
    private const int RotationColumn = 7, LandmarkColumn = 13;
    private const int ColumnCount = LandmarkColumn + 2 * LandmarkBox.PointCount;
    private const string AnnotationFolder = "annotation_";

    public string Kind => "eth-xgaze";

    public string Name => "ETH-XGaze";

    public string Terms => "CC BY-NC-SA 4.0";

    public bool Recognises(IFileStore files) => files.Files.Any(IsAnnotation);

    public IPhotoSource PhotosOf(IFileStore files) => new EthXGazePhotos(files);

    public IEnumerable<LabelledFace> Read(IFileStore files, ReadOptions options, ReadReport report)
    {
        foreach (var annotation in files.Files.Where(IsAnnotation))
        {
            var subject = Path.GetFileNameWithoutExtension(annotation);
            var folder = PhotoFolderOf(annotation, subject);
            foreach (var row in CsvTable.ReadLines(files.Read(annotation), annotation))
            {
                if (TryRead(row, folder, subject, files, report) is not { } face) continue;
                if (options.Boxes is not { } boxes) yield return face;
                else if (boxes.TryFind(face.Image, face.Box, out var found)) yield return face with { Box = found.Box, Part = found.Part };
                else report.Drop(face.Image, $"not in {Path.GetFileName(boxes.Path)}");
            }
        }
    }

    private static LabelledFace? TryRead(string[] row, string folder, string subject, IFileStore files, ReadReport report)
    {
        var photo = row.Length < 2 ? folder : $"{folder}/{row[0].Trim()}/{row[1].Trim()}";
        if (row.Length < ColumnCount)
        {
            report.Drop(photo, $"with fewer than {ColumnCount} columns");
            return null;
        }

        if (!files.Contains(photo))
        {
            report.Drop(photo, "without its photo");
            return null;
        }

        var numbers = new float[ColumnCount];
        for (var i = RotationColumn; i < ColumnCount; i++)
        {
            if (float.TryParse(row[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) && float.IsFinite(numbers[i])) continue;
            report.Drop(photo, "with a row that holds no numbers");
            return null;
        }

        var landmarks = Enumerable.Range(0, LandmarkBox.PointCount)
            .Select(i => new Vector2(numbers[LandmarkColumn + 2 * i], numbers[LandmarkColumn + 2 * i + 1])).ToArray();
        var rotation = PoseConventions.FromEthXGaze(new Vector3(numbers[RotationColumn], numbers[RotationColumn + 1], numbers[RotationColumn + 2]));
        return new LabelledFace(photo, LandmarkBox.Around(landmarks), rotation) { Landmarks = landmarks, Identity = subject };
    }

    /// <summary>"…/annotation_train/subject0000.csv" stands beside "…/train/subject0000".</summary>
    private static string PhotoFolderOf(string annotation, string subject)
    {
        var at = annotation.LastIndexOf(AnnotationFolder, StringComparison.Ordinal);
        var part = annotation[(at + AnnotationFolder.Length)..annotation.LastIndexOf('/')];
        return $"{annotation[..at]}{part}/{subject}";
    }

    private static bool IsAnnotation(string name) =>
        name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && name.Contains(AnnotationFolder, StringComparison.Ordinal)
            && name.Contains('/', StringComparison.Ordinal);
}
