using System.Buffers.Binary;
using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Training.Data.Readers;

/// <summary>
/// BIWI Kinect: folders 01 … 24, in each <c>frame_NNNNN_rgb.png</c> with <c>frame_NNNNN_pose.txt</c> (rotation head → depth camera,
/// then the head's centre in millimetres) or <c>frame_NNNNN_pose.bin</c> (six floats: centre, then pitch, yaw, roll in degrees), and
/// <c>rgb.cal</c> per folder.
/// </summary>
/// <remarks>
/// The paper's tables, like most of the literature, take the matrix as if it were seen by the colour camera ("biwi-uncalibrated");
/// the colour camera is turned by about 1° against the depth camera, which "biwi" corrects.
/// </remarks>
public sealed class BiwiReader : IDatasetReader
{
    private const string PhotoSuffix = "_rgb.png";

    /// <summary>Side of the box about the head's centre that stands in when no boxes file is given, in millimetres.</summary>
    private const float FaceSize = 180;

    private readonly bool _calibrate;

    private BiwiReader(bool calibrate) => _calibrate = calibrate;

    public static BiwiReader Calibrated { get; } = new(calibrate: true);

    public static BiwiReader Uncalibrated { get; } = new(calibrate: false);

    public string Kind => _calibrate ? "biwi" : "biwi-uncalibrated";

    public string Name => "BIWI";

    public string Terms => "non-commercial research";

    public bool Recognises(IFileStore files) => _calibrate && files.Files.Any(name => name.EndsWith(PhotoSuffix, StringComparison.Ordinal));

    public IEnumerable<LabelledFace> Read(IFileStore files, ReadOptions options, ReadReport report)
    {
        var calibrations = new Dictionary<string, BiwiCalibration>(StringComparer.Ordinal);
        foreach (var photo in files.Files.Where(name => name.EndsWith(PhotoSuffix, StringComparison.Ordinal)))
        {
            if (TryRead(files, photo, calibrations, report) is not { } face) continue;
            if (options.Boxes is not { } boxes) yield return face;
            else if (boxes.TryFind(LastTwo(photo), face.Box, out var found)) yield return face with { Box = found.Box, Part = found.Part };
            else report.Drop(photo, $"not in {Path.GetFileName(boxes.Path)}");
        }
    }

    private LabelledFace? TryRead(IFileStore files, string photo, Dictionary<string, BiwiCalibration> calibrations, ReadReport report)
    {
        var stem = photo[..^PhotoSuffix.Length];
        var folder = Path.GetDirectoryName(photo)?.Replace('\\', '/') ?? "";
        try
        {
            var calibration = CalibrationOf(files, folder, calibrations);
            Quaternion rotation;
            Vector3 center;
            if (files.Contains(stem + "_pose.txt"))
            {
                (rotation, center) = FromText(files.Read(stem + "_pose.txt"), calibration);
            }
            else if (files.Contains(stem + "_pose.bin"))
            {
                (rotation, center) = FromBinary(files.Read(stem + "_pose.bin"));
            }
            else
            {
                report.Drop(photo, "without _pose.txt or _pose.bin");
                return null;
            }

            var colour = calibration.ToColour(center);
            var side = FaceSize * calibration.Focal.X / colour.Z;
            var box = FaceBox.FromCenter(calibration.Project(colour), side, side);
            return new LabelledFace(photo, box, rotation) { Identity = SubjectOf(folder) };
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            report.Drop(photo, $"broken ({e.Message})");
            return null;
        }
    }

    private (Quaternion Rotation, Vector3 Center) FromText(byte[] file, BiwiCalibration calibration)
    {
        var numbers = BiwiCalibration.Numbers(file);
        if (numbers.Length < 12) throw new InvalidDataException($"_pose.txt has {numbers.Length} numbers, expected 12");
        var rows = _calibrate ? calibration.ToColour(numbers.AsSpan(0, 9)) : Array.ConvertAll(numbers[..9], value => (float)value);
        return (PoseConventions.FromBiwi(rows), new Vector3((float)numbers[9], (float)numbers[10], (float)numbers[11]));
    }

    private static (Quaternion Rotation, Vector3 Center) FromBinary(byte[] file)
    {
        if (file.Length != 24) throw new InvalidDataException($"_pose.bin has {file.Length} bytes, expected 24");
        float At(int index) => BinaryPrimitives.ReadSingleLittleEndian(file.AsSpan(4 * index));
        return (PoseConventions.FromBiwiBinary(At(3), At(4), At(5)), new Vector3(At(0), At(1), At(2)));
    }

    private static BiwiCalibration CalibrationOf(IFileStore files, string folder, Dictionary<string, BiwiCalibration> known)
    {
        if (known.TryGetValue(folder, out var calibration)) return calibration;
        var name = folder.Length == 0 ? "rgb.cal" : $"{folder}/rgb.cal";
        calibration = files.Contains(name) ? BiwiCalibration.Parse(files.Read(name)) : BiwiCalibration.Published;
        known[folder] = calibration;
        return calibration;
    }

    /// <summary>"01/frame_00003_rgb.png": the key of the authors' boxes, however deep the dataset lies.</summary>
    private static string LastTwo(string photo)
    {
        var parts = photo.Split('/');
        return parts.Length < 2 ? photo : $"{parts[^2]}/{parts[^1]}";
    }

    private static string SubjectOf(string folder) => folder.Split('/')[^1];
}
