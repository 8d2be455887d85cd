using HeadTracker.Capture;
using HeadTracker.Detection;
using HeadTracker.Geometry;
using HeadTracker.Training.Data;
using OpenCvSharp;

namespace HeadTracker.Training.Labelling;

/// <summary>Finds the faces of photos with the runtime's own detector, as the KD paper did with YOLOv5 (§4.2). Not thread-safe.</summary>
public sealed class PhotoFaces(IFaceDetector detector) : IDisposable
{
    /// <summary>A detection further than this from the labelled face is another one.</summary>
    private const float SameFace = 0.2f;

    private readonly List<FaceDetection> _detections = [];

    /// <summary>All faces of a photo, best first.</summary>
    /// <exception cref="InvalidDataException">The photo cannot be read.</exception>
    public IReadOnlyList<FaceDetection> Find(IPhotoSource photos, string image)
    {
        using var photo = photos.Load(image);
        return Find(photo);
    }

    /// <inheritdoc cref="Find(IPhotoSource, string)"/>
    /// <returns>Valid until the next call.</returns>
    public IReadOnlyList<FaceDetection> Find(Mat photo)
    {
        detector.Detect(photo.AsBgr(), _detections);
        return _detections;
    }

    /// <summary>The detection that is the labelled face; false when none overlaps its box enough.</summary>
    public static bool TryMatch(IReadOnlyList<FaceDetection> found, FaceBox labelled, out FaceBox box)
    {
        box = default;
        var best = 0f;
        foreach (var face in found)
        {
            var overlap = face.Box.IntersectionOverUnion(labelled);
            if (overlap <= best || overlap < SameFace) continue;
            (best, box) = (overlap, face.Box);
        }

        return best > 0;
    }

    /// <summary>Names of the photos of a folder or archive.</summary>
    public static IEnumerable<string> PhotosOf(IFileStore files) => files.Files.Where(name =>
        Path.GetExtension(name).ToLowerInvariant() is ".jpg" or ".jpeg" or ".png" or ".bmp" or ".webp");

    public void Dispose() => detector.Dispose();
}
