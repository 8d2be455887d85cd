using System.Runtime.InteropServices;
using HeadTracker.Capture;
using HeadTracker.Detection;
using HeadTracker.Geometry;
using HeadTracker.Output;
using HeadTracker.Rendering;
using HeadTracker.Results;
using HeadTracker.Tracking;
using OpenCvSharp;

namespace HeadTracker.Sessions;

/// <summary>Every face in pictures that have nothing to do with one another.</summary>
/// <remarks>
/// A photo may have been cut out of a larger one, so that nobody knows where the lens pointed. Unless the field of view is given,
/// poses are told as the face looks in itself, relative to the ray to it: the way photos are labelled.
/// </remarks>
/// <param name="engines">Stay the caller's.</param>
/// <param name="fieldOfView">Diagonal field of view in degrees of whole, uncut pictures; poses are then told in the camera frame.</param>
internal sealed class ImageRun(Engines engines, float? fieldOfView)
{
    private readonly List<FaceDetection> _faces = [];
    private readonly FaceTrust _trust = new(engines.Detector, engines.Estimator);
    private readonly float _fieldOfView = fieldOfView ?? PinholeCamera.TypicalDiagonalFieldOfView;
    private readonly FrameAnnotator _annotator = new(fieldOfView ?? PinholeCamera.TypicalDiagonalFieldOfView);

    /// <param name="file">The picture's name.</param>
    /// <param name="image">Its pixels, (height, width, 3) bytes, B G R; poses are drawn into them when there are copies.</param>
    /// <param name="copies">Takes a copy with the poses drawn in, or null.</param>
    /// <param name="stop">Ends the search in a large picture.</param>
    /// <exception cref="UserErrorException">The copy cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Stopped before the picture was done; nothing of it is left.</exception>
    public ImageResult Process(string file, Mat image, AnnotatedCopies? copies, CancellationToken stop)
    {
        var pixels = image.AsBgr();
        engines.Detector.Detect(pixels, _faces, stop);
        _faces.Sort((a, b) => b.Box.Area.CompareTo(a.Box.Area));

        var poses = new HeadPose[_faces.Count];
        var camera = PinholeCamera.FromDiagonalFieldOfView(image.Width, image.Height, _fieldOfView);
        if (poses.Length > 0) engines.Estimator.Estimate(pixels, CollectionsMarshal.AsSpan(_faces), camera, TimeSpan.Zero, poses);
        if (!Array.TrueForAll(poses, pose => pose.IsValid))
        {
            throw new UserErrorException($"{engines.Estimator.Name} gives no numbers for {file}; export that model again, or take another one with --model.");
        }

        var told = _faces.Select((face, index) => new FacePose(index + 1, face.Box, face.Score, Told(poses[index], camera, face.Box))
        {
            IsSure = _trust.Convinces(pixels, camera, face, poses[index]),
        }).ToList();

        if (copies is not null)
        {
            _annotator.Draw(image, told.Select((face, index) => new DrawnFace(face.Id, face.Box, poses[index], face.Pose.Angles, !face.IsSure)).ToArray());
            copies.Write(file, image);
        }

        return new ImageResult(file, image.Width, image.Height, told);
    }

    private HeadPose Told(HeadPose pose, in PinholeCamera camera, FaceBox box) => fieldOfView is not null
        ? pose
        : pose with { Rotation = ViewRay.ToCrop(pose.Rotation, camera, box.CenterPixel) };
}
