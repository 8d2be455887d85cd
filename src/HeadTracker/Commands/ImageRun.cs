using System.Runtime.InteropServices;
using HeadTracker.Capture;
using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Geometry;
using HeadTracker.Output;
using HeadTracker.Tracking;
using OpenCvSharp;

namespace HeadTracker.Commands;

/// <summary>Every face in pictures that have nothing to do with one another.</summary>
/// <param name="engines">Stay the caller's.</param>
/// <param name="fieldOfView">Diagonal field of view of the cameras that took them, in degrees.</param>
internal sealed class ImageRun(Engines engines, float fieldOfView)
{
    private readonly List<FaceDetection> _faces = [];
    private readonly FrameAnnotator _annotator = new(fieldOfView);

    /// <param name="file">A picture.</param>
    /// <param name="annotated">Where to write a copy with the poses drawn in, or null.</param>
    /// <exception cref="UserErrorException">The picture cannot be read.</exception>
    public ImageResult Process(string file, string? annotated)
    {
        using var image = ImageFile.Read(file);
        var pixels = new BgrImage(image.Data, image.Width, image.Height, (int)image.Step());
        engines.Detector.Detect(pixels, _faces);
        _faces.Sort((a, b) => b.Box.Area.CompareTo(a.Box.Area));

        var poses = new HeadPose[_faces.Count];
        var camera = PinholeCamera.FromDiagonalFieldOfView(image.Width, image.Height, fieldOfView);
        if (poses.Length > 0) engines.Estimator.Estimate(pixels, CollectionsMarshal.AsSpan(_faces), camera, TimeSpan.Zero, poses);
        var found = _faces.Select((face, index) => new FacePose(index + 1, face.Box, face.Score, poses[index], poses[index], poses[index])).ToList();

        if (annotated is not null)
        {
            var result = new TrackingResult();
            result.Faces.AddRange(found);
            _annotator.Draw(image, result);
            Save(image, annotated);
        }

        return new ImageResult(file, image.Width, image.Height, found);
    }

    /// <summary>Encoded here and written by .NET, which says what went wrong.</summary>
    private static void Save(Mat image, string file)
    {
        Cv2.ImEncode(Path.GetExtension(file), image, out var bytes);
        File.WriteAllBytes(file, bytes);
    }
}
