using HeadTracker.Contract;
using HeadTracker.Geometry;
using HeadTracker.Inference;

namespace HeadTracker.Detection;

/// <summary>Finds faces in 8-bit BGR images.</summary>
/// <remarks>
/// An instance owns its network and its buffers, is used by one thread at a time, and is disposed by who made it. It neither keeps
/// nor changes the images, whose pixels the caller keeps alive during the call; in steady state no call allocates. An image without
/// pixels is a programmer's error and throws <see cref="ArgumentException"/>; what a user can do wrong (model missing, damaged, of
/// another kind) throws <see cref="UserErrorException"/> when the detector is made, never later.
/// </remarks>
public interface IFaceDetector : INetworkStage
{
    /// <summary>Looks for faces everywhere in the image.</summary>
    /// <param name="image">The frame, any size.</param>
    /// <param name="faces">Cleared, then filled, best score first.</param>
    /// <param name="cancellation">Ends a long search after the view in hand.</param>
    /// <exception cref="OperationCanceledException">The search was ended; <paramref name="faces"/> holds a part of what there is.</exception>
    void Detect(BgrImage image, List<FaceDetection> faces, CancellationToken cancellation = default);

    /// <summary>
    /// Finds a face again near the place where it was one frame ago. Only the surroundings of the old box are looked at, at the
    /// network's full resolution, which is several times faster than <see cref="Detect"/> and works for faces too small for it.
    /// </summary>
    /// <param name="image">The frame, any size.</param>
    /// <param name="last">The face's canonical box in the frame before.</param>
    /// <param name="face">The face nearest to <paramref name="last"/>.</param>
    /// <returns>False when no face is there any more.</returns>
    bool TryFollow(BgrImage image, FaceBox last, out FaceDetection face);

    /// <summary>Looks for a face upside down at the place of another. Costs as much as one or two looks.</summary>
    /// <param name="image">The frame that the other was found in.</param>
    /// <param name="face">As found there.</param>
    /// <param name="turned">What looks like a face in <see cref="BgrImage.UpsideDown"/>, in that one's pixels.</param>
    /// <returns>False where there is none, and from detectors that cannot tell.</returns>
    bool TryFindTurned(BgrImage image, in FaceDetection face, out FaceDetection turned)
    {
        turned = default;
        return false;
    }
}
