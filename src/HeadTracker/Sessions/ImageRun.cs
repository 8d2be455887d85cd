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
    private readonly float _fieldOfView = fieldOfView ?? PinholeCamera.TypicalDiagonalFieldOfView;
    private readonly FrameAnnotator _annotator = new(fieldOfView ?? PinholeCamera.TypicalDiagonalFieldOfView);

    /// <param name="file">A picture.</param>
    /// <param name="annotated">Where to write a copy with the poses drawn in, or null.</param>
    /// <exception cref="UserErrorException">The picture cannot be read.</exception>
    public ImageResult Process(string file, string? annotated)
    {
        using var image = ImageFile.Read(file);
        var pixels = image.AsBgr();
        engines.Detector.Detect(pixels, _faces);
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
            IsSure = FaceTrust.Convinces(engines.Detector, pixels, face, poses[index]),
        }).ToList();

        if (annotated is not null)
        {
            _annotator.Draw(image, told.Select((face, index) => new DrawnFace(face.Id, face.Box, poses[index], face.Pose.Angles, !face.IsSure)).ToArray());
            Save(image, annotated);
        }

        return new ImageResult(file, image.Width, image.Height, told);
    }

    private HeadPose Told(HeadPose pose, in PinholeCamera camera, FaceBox box) => fieldOfView is not null
        ? pose
        : pose with { Rotation = ViewRay.ToCrop(pose.Rotation, camera, box.CenterPixel) };

    /// <summary>Encoded here and written by .NET, which says what went wrong.</summary>
    private static void Save(Mat image, string file)
    {
        Cv2.ImEncode(Path.GetExtension(file), image, out var bytes);
        File.WriteAllBytes(file, bytes);
    }
}
