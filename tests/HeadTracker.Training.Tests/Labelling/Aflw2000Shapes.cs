using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Tests;
using HeadTracker.Training.Data;

namespace HeadTracker.Training.Tests.Labelling;

/// <summary>The 3D landmarks that AFLW2000's labels hold, in the camera frame of <see cref="HeadPose"/> (x right, y up, z to the viewer).</summary>
internal static class Aflw2000Shapes
{
    public const string Folder = "data/faces/aflw2000-dev";

    public static List<(Vector3[] Points, Quaternion Rotation)> Read()
    {
        var faces = new List<(Vector3[], Quaternion)>();
        foreach (var path in Directory.EnumerateFiles(SharedData.PathOf(Folder), "*.mat").Order(StringComparer.Ordinal))
        {
            var arrays = MatFile.Read(path);
            var points = arrays["pt3d_68"];
            var pose = arrays["Pose_Para"].Values;
            faces.Add((
                [.. Enumerable.Range(0, points.Columns).Select(i => new Vector3((float)points[0, i], -(float)points[1, i], (float)points[2, i]))],
                PoseConventions.FromPosePara((float)pose[0], (float)pose[1], (float)pose[2])));
        }

        return faces;
    }

    /// <summary>A face turned back to look straight ahead by its label.</summary>
    public static Vector3[] Straightened((Vector3[] Points, Quaternion Rotation) face) =>
        [.. face.Points.Select(point => Vector3.Transform(point, Quaternion.Conjugate(face.Rotation)))];

    public static float Median(IEnumerable<float> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
