using System.Numerics;
using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Estimation;
using HeadTracker.Geometry;

namespace HeadTracker.Tests.Tracking;

/// <summary>A detector that finds the faces a test has put into the scene, and an estimator that gives them the yaw they were put in with.</summary>
internal sealed class FakeVision : IFaceDetector, IPoseEstimator
{
    /// <summary>The faces of the next frame.</summary>
    public List<(FaceBox Box, float Yaw, float Confidence)> Scene { get; } = [];

    /// <summary>Faces that only a look at their old place finds.</summary>
    public bool SearchIsBlind { get; set; }

    public bool FollowingIsBlind { get; set; }

    /// <summary>The detector's score of every face.</summary>
    public float Score { get; set; } = 0.9f;

    /// <summary>The detector's score of every face upside down, and the confidence of its pose there; a score of 0 is no face.</summary>
    public (float Score, float Confidence) UpsideDown { get; set; }

    public int Searches { get; private set; }

    public int Follows { get; private set; }

    public Action? BeforeSearch { get; set; }

    public string Name => "fake";

    public string Provider => "CPU";

    public void Show(params (FaceBox Box, float Yaw)[] faces)
    {
        Scene.Clear();
        foreach (var (box, yaw) in faces) Scene.Add((box, yaw, 0.9f));
    }

    public void Detect(BgrImage image, List<FaceDetection> faces, CancellationToken cancellation = default)
    {
        Searches++;
        BeforeSearch?.Invoke();
        faces.Clear();
        if (SearchIsBlind) return;
        foreach (var face in Scene) faces.Add(Detection(face.Box));
    }

    public bool TryFollow(BgrImage image, FaceBox last, out FaceDetection face)
    {
        Follows++;
        face = default;
        if (FollowingIsBlind) return false;
        foreach (var candidate in Scene)
        {
            if (candidate.Box.IntersectionOverUnion(last) < 0.25f) continue;
            face = Detection(candidate.Box);
            return true;
        }

        return false;
    }

    /// <summary>Whether poses come from the frame's pixels, so that a face may be followed by its picture.</summary>
    public bool LooksAtPixels { get; set; }

    public bool UsesPixels => LooksAtPixels;

    public void Estimate(BgrImage image, ReadOnlySpan<FaceDetection> faces, in PinholeCamera camera, TimeSpan timestamp, Span<HeadPose> poses)
    {
        for (var i = 0; i < faces.Length; i++)
        {
            foreach (var face in Scene)
            {
                if (face.Box == faces[i].Box || (LooksAtPixels && face.Box.IntersectionOverUnion(faces[i].Box) > 0.7f))
                {
                    var confidence = image.Stride < 0 ? UpsideDown.Confidence : face.Confidence;
                    poses[i] = new HeadPose(new EulerAngles(face.Yaw, 0, 0).ToRotation(), new Vector3(0, 0, -1), timestamp, confidence);
                }
            }
        }
    }

    public void Dispose()
    {
    }

    public bool TryFindTurned(BgrImage image, in FaceDetection face, out FaceDetection turned)
    {
        turned = face with { Score = UpsideDown.Score };
        return UpsideDown.Score > 0;
    }

    private FaceDetection Detection(FaceBox box) => new(box, Score, default);
}
