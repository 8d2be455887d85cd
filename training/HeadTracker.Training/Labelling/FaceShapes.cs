using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Training.Data;

namespace HeadTracker.Training.Labelling;

/// <summary>Finds the face model that landmarks are fitted with.</summary>
public static class FaceShapes
{
    private const int Modes = 8;

    /// <param name="path">A model's .json, or a folder of AFLW2000, whose labels hold 3D landmarks (research only).</param>
    /// <exception cref="UserErrorException">Nothing usable is there.</exception>
    public static LandmarkShapeModel Open(string? path)
    {
        if (path is null) throw new UserErrorException("No face model is named; give --shapes FILE.json, or a folder of AFLW2000 to make one from.");
        return Directory.Exists(path) ? FromAflw2000(path) : LandmarkShapeModel.Load(path);
    }

    private static LandmarkShapeModel FromAflw2000(string folder)
    {
        var shapes = new List<IReadOnlyList<Vector3>>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.mat").Order(StringComparer.Ordinal))
        {
            try
            {
                var arrays = MatFile.Read(file);
                if (!arrays.TryGetValue("pt3d_68", out var points) || points.Rows < 3 || points.Columns != LandmarkBox.PointCount || !arrays.TryGetValue("Pose_Para", out var pose)) continue;
                var straighten = Quaternion.Conjugate(PoseConventions.FromPosePara((float)pose.Values[0], (float)pose.Values[1], (float)pose.Values[2]));
                shapes.Add([.. Enumerable.Range(0, points.Columns).Select(i => Vector3.Transform(new Vector3((float)points[0, i], -(float)points[1, i], (float)points[2, i]), straighten))]);
            }
            catch (InvalidDataException)
            {
                // One label less; too few of them are refused below.
            }
        }

        if (shapes.Count <= Modes) throw new UserErrorException($"{folder} holds {shapes.Count} labels with 3D landmarks, at least {Modes + 1} are needed; give AFLW2000's folder or a model's .json.");
        return LandmarkShapeModel.FromShapes(shapes, Modes);
    }
}
