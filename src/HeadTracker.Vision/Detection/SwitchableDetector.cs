using HeadTracker.Contract;
using HeadTracker.Geometry;
using HeadTracker.Inference;

namespace HeadTracker.Detection;

/// <summary>A detector that can be exchanged for another one between two looks.</summary>
internal sealed class SwitchableDetector(IFaceDetector first) : Switchable<IFaceDetector>(first), IFaceDetector
{
    public void Detect(BgrImage image, List<FaceDetection> faces, CancellationToken cancellation = default) => Latest().Detect(image, faces, cancellation);

    public bool TryFollow(BgrImage image, FaceBox last, out FaceDetection face) => Latest().TryFollow(image, last, out face);

    public bool TryFindTurned(BgrImage image, in FaceDetection face, out FaceDetection turned) => Latest().TryFindTurned(image, face, out turned);
}
