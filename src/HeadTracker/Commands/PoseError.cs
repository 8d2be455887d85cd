using System.Numerics;
using System.Text.Json;
using HeadTracker.Geometry;

namespace HeadTracker.Commands;

/// <summary>Mean absolute differences between tracked and true angles in degrees.</summary>
/// <param name="Frames">Frames in which a face was tracked and the truth is known.</param>
internal sealed record PoseError(int Frames, double Yaw, double Pitch, double Roll)
{
    /// <summary>Compares the first face of each frame, before the filter, with the truth of the same frame number.</summary>
    /// <param name="poses">A run's poses.jsonl, with rotations in the camera frame.</param>
    /// <param name="truth">One JSON object per frame, in order, with yaw, pitch and roll in degrees as seen along the ray to the face.</param>
    /// <param name="camera">The camera that the run assumed.</param>
    public static PoseError Compare(string poses, string truth, in PinholeCamera camera)
    {
        var expected = File.ReadLines(truth).Select(line => AnglesOf(JsonDocument.Parse(line).RootElement)).ToList();
        var differences = new List<(double Yaw, double Pitch, double Roll)>();
        foreach (var line in File.ReadLines(poses))
        {
            using var frame = JsonDocument.Parse(line);
            var index = frame.RootElement.GetProperty("frame").GetInt32();
            var faces = frame.RootElement.GetProperty("faces");
            if (faces.GetArrayLength() == 0 || index >= expected.Count) continue;
            var found = SeenInCrop(faces[0], camera);
            differences.Add((Turn(found.Yaw - expected[index].Yaw), Turn(found.Pitch - expected[index].Pitch), Turn(found.Roll - expected[index].Roll)));
        }

        return differences.Count == 0
            ? new PoseError(0, double.NaN, double.NaN, double.NaN)
            : new PoseError(differences.Count, differences.Average(d => d.Yaw), differences.Average(d => d.Pitch), differences.Average(d => d.Roll));
    }

    /// <summary>The shorter way round between two directions, without its sign.</summary>
    private static double Turn(double degrees) => Math.Abs(Math.IEEERemainder(degrees, 360));

    private static (double Yaw, double Pitch, double Roll) SeenInCrop(JsonElement face, in PinholeCamera camera)
    {
        var box = face.GetProperty("box");
        var center = new Vector2(box[0].GetSingle() + box[2].GetSingle() / 2, box[1].GetSingle() + box[3].GetSingle() / 2);
        var q = face.GetProperty("measured").GetProperty("quaternion");
        var rotation = new Quaternion(q[1].GetSingle(), q[2].GetSingle(), q[3].GetSingle(), q[0].GetSingle());
        var angles = EulerAngles.FromRotation(ViewRay.ToCrop(rotation, camera, center - new Vector2(0.5f)));
        return (angles.Yaw, angles.Pitch, angles.Roll);
    }

    private static (double Yaw, double Pitch, double Roll) AnglesOf(JsonElement element) =>
        (element.GetProperty("yaw").GetDouble(), element.GetProperty("pitch").GetDouble(), element.GetProperty("roll").GetDouble());
}
