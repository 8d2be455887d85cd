using System.Numerics;
using HeadTracker.Capture;
using HeadTracker.Detection;
using HeadTracker.Estimation;
using HeadTracker.Geometry;
using HeadTracker.Training.Data;
using OpenCvSharp;

namespace HeadTracker.Training.Evaluation.Adapters;

/// <summary>
/// The runtime's own estimators: networks that carry our contract, and the landmark baseline, which takes its points from the
/// runtime's detector, as in the program.
/// </summary>
public sealed class RuntimeAdapter : IPoseAdapter
{
    /// <summary>Least overlap of a detection with the box for both to be the same face.</summary>
    private const float SameFace = 0.3f;

    private readonly IPoseEstimator _estimator;
    private readonly IFaceDetector? _detector;
    private readonly List<FaceDetection> _detections = [];

    /// <param name="estimator">Owned from here on.</param>
    /// <param name="detector">For estimators that live on keypoints, else null; owned from here on.</param>
    public RuntimeAdapter(IPoseEstimator estimator, IFaceDetector? detector)
    {
        _estimator = estimator;
        _detector = detector;
    }

    public string Name => _estimator.Name;

    public Quaternion? Estimate(Mat photo, FaceBox box)
    {
        var image = photo.AsBgr();
        var face = new FaceDetection(box, 1, default);
        if (_detector is not null)
        {
            _detector.Detect(image, _detections);
            if (_detections.Count == 0) return null;
            var nearest = _detections.MaxBy(found => found.Box.IntersectionOverUnion(box));
            if (nearest.Box.IntersectionOverUnion(box) < SameFace) return null;
            face = nearest;
        }

        var camera = CropCamera.Of(photo, box);
        Span<HeadPose> pose = stackalloc HeadPose[1];
        _estimator.Estimate(image, [face], camera, TimeSpan.Zero, pose);
        // Labels say how the head looks in its crop; the runtime answers in the camera's frame.
        return ViewRay.ToCrop(pose[0].Rotation, camera, face.Box.CenterPixel);
    }

    public void Dispose()
    {
        _estimator.Dispose();
        _detector?.Dispose();
    }
}
