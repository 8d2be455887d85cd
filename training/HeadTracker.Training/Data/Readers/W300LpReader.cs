using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Training.Data.Readers;

/// <summary>
/// 300W-LP and AFLW2000-3D: a MATLAB file beside every photo, with <c>Pose_Para</c> (pitch, yaw, roll in radians, then what the
/// angles do not need) and 68 landmarks, <c>pt2d</c> (2 × 68) in 300W-LP and the first two rows of <c>pt3d_68</c> in AFLW2000.
/// </summary>
public sealed class W300LpReader : IDatasetReader
{
    private readonly bool _aflw2000;

    private W300LpReader(bool aflw2000) => _aflw2000 = aflw2000;

    public static W300LpReader ForW300Lp { get; } = new(aflw2000: false);

    public static W300LpReader ForAflw2000 { get; } = new(aflw2000: true);

    public string Kind => _aflw2000 ? "aflw2000" : "300w-lp";

    public string Name => _aflw2000 ? "AFLW2000" : "300W-LP";

    public string Terms => "research only";

    public bool Recognises(IFileStore files) =>
        files.Files.FirstOrDefault(name => IsLabel(name) && files.Contains(PhotoOf(name))) is { } first
        && Path.GetFileName(first).StartsWith("image", StringComparison.Ordinal) == _aflw2000;

    public IEnumerable<LabelledFace> Read(IFileStore files, ReadOptions options, ReadReport report)
    {
        // 300W-LP also ships folders of code and of landmarks alone; only labels with a photo beside them are samples.
        foreach (var name in files.Files.Where(name => name.EndsWith(".jpg", StringComparison.OrdinalIgnoreCase)))
        {
            var label = Path.ChangeExtension(name, ".mat");
            if (!files.Contains(label))
            {
                report.Drop(name, "without a .mat beside it");
                continue;
            }

            if (TryRead(files, name, label, report) is not { } face) continue;
            if (options.Boxes is not { } boxes)
            {
                yield return face;
            }
            else if (boxes.TryFind(name, face.Box, out var found))
            {
                yield return face with { Box = found.Box, Part = found.Part };
            }
            else
            {
                report.Drop(name, $"not in {Path.GetFileName(boxes.Path)}");
            }
        }
    }

    private LabelledFace? TryRead(IFileStore files, string photo, string label, ReadReport report)
    {
        try
        {
            var arrays = MatFile.Parse(files.Read(label));
            if (!arrays.TryGetValue("Pose_Para", out var pose) || pose.Values.Length < 3) throw new InvalidDataException("no Pose_Para");
            var landmarks = Landmarks(arrays);
            var angles = PoseConventions.AnglesFromPosePara((float)pose.Values[0], (float)pose.Values[1], (float)pose.Values[2]);
            var rotation = angles.ToRotation();
            if (!float.IsFinite(rotation.Length())) throw new InvalidDataException("Pose_Para is not finite");
            return new LabelledFace(photo, LandmarkBox.Around(landmarks), rotation)
            {
                Angles = angles,
                Landmarks = landmarks,
                Identity = IdentityOf(photo),
            };
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            report.Drop(label, $"broken ({e.Message})");
            return null;
        }
    }

    private static Vector2[] Landmarks(IReadOnlyDictionary<string, MatArray> arrays)
    {
        foreach (var name in (ReadOnlySpan<string>)["pt3d_68", "pt2d"])
        {
            if (arrays.TryGetValue(name, out var points) && points.Columns == LandmarkBox.PointCount && points.Rows >= 2)
            {
                // MATLAB counts pixels from 1.
                return [.. Enumerable.Range(0, points.Columns).Select(i => new Vector2((float)points[0, i] - 1, (float)points[1, i] - 1))];
            }
        }

        throw new InvalidDataException("no 68 landmarks in pt3d_68 or pt2d");
    }

    /// <summary>
    /// The photo that a sample was made from: 300W-LP turns each face in steps (the number at the name's end) and mirrors all
    /// of it into folders that end in "_Flip"; those are one identity.
    /// </summary>
    private string IdentityOf(string photo)
    {
        var name = Path.GetFileNameWithoutExtension(photo);
        if (_aflw2000) return name;
        var step = name.LastIndexOf('_');
        return (step > 0 ? name[..step] : name).Replace("_Flip", "", StringComparison.Ordinal);
    }

    private static bool IsLabel(string name) => name.EndsWith(".mat", StringComparison.OrdinalIgnoreCase);

    private static string PhotoOf(string label) => Path.ChangeExtension(label, ".jpg");
}
