using System.Text.Json;
using HeadTracker.Geometry;
using HeadTracker.Metrics;
using HeadTracker.Replay;

namespace HeadTracker.Sessions;

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
        var differences = new List<EulerAngles>();
        foreach (var frame in PoseRecording.Read(poses))
        {
            if (frame.Faces.Count == 0 || frame.Index >= expected.Count) continue;
            var face = frame.Faces[0];
            var found = EulerAngles.FromRotation(ViewRay.ToCrop(face.Measured.Rotation, camera, face.Box.CenterPixel));
            differences.Add(AngleDifference.OfPoses(found, expected[(int)frame.Index]));
        }

        return differences.Count == 0
            ? new PoseError(0, double.NaN, double.NaN, double.NaN)
            : new PoseError(differences.Count, differences.Average(d => Math.Abs(d.Yaw)), differences.Average(d => Math.Abs(d.Pitch)),
                differences.Average(d => Math.Abs(d.Roll)));
    }

    private static EulerAngles AnglesOf(JsonElement element) =>
        new(element.GetProperty("yaw").GetSingle(), element.GetProperty("pitch").GetSingle(), element.GetProperty("roll").GetSingle());
}
