using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Geometry;
using HeadTracker.Inference;

namespace HeadTracker.Estimation;

/// <summary>Turns faces found in an image into head poses.</summary>
/// <remarks>
/// An instance owns its network and its buffers, is used by one thread at a time, and is disposed by who made it. It neither keeps
/// nor changes the images, whose pixels the caller keeps alive during the call; in steady state no call allocates. What a user can do
/// wrong (model missing, damaged, breaking its contract) throws <see cref="UserErrorException"/> when the estimator is made, never later.
/// </remarks>
public interface IPoseEstimator : INetworkStage
{
    /// <summary>
    /// Whether poses come from the frame's pixels, so that a box is enough and a face may be followed by its picture; otherwise they come
    /// from the detector's points and are only as new as these.
    /// </summary>
    bool UsesPixels { get; }

    /// <summary>Estimates every face in one run of the network.</summary>
    /// <param name="image">The frame, any size.</param>
    /// <param name="faces">Faces of this image, in any order.</param>
    /// <param name="camera">The camera that took the image; its size is the image's.</param>
    /// <param name="timestamp">When it did; copied to the poses.</param>
    /// <param name="poses">One pose per face, in the order of the faces; at least as long.</param>
    void Estimate(BgrImage image, ReadOnlySpan<FaceDetection> faces, in PinholeCamera camera, TimeSpan timestamp, Span<HeadPose> poses);
}
