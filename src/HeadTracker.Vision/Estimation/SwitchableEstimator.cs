using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Geometry;
using HeadTracker.Inference;

namespace HeadTracker.Estimation;

/// <summary>An estimator that can be exchanged for another one between two frames that show a face.</summary>
internal sealed class SwitchableEstimator(IPoseEstimator first) : Switchable<IPoseEstimator>(first), IPoseEstimator
{
    public bool UsesPixels => Newest.UsesPixels;

    public void Estimate(BgrImage image, ReadOnlySpan<FaceDetection> faces, in PinholeCamera camera, TimeSpan timestamp, Span<HeadPose> poses) =>
        Latest().Estimate(image, faces, camera, timestamp, poses);
}
