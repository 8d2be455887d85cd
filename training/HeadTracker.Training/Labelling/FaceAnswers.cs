using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Training.Data;
using HeadTracker.Training.Evaluation.Adapters;
using OpenCvSharp;

namespace HeadTracker.Training.Labelling;

/// <summary>What every source of poses says about one face: the networks in their order, then the fit of its landmarks.</summary>
/// <param name="Image">The photo's name in its set.</param>
/// <param name="Box">The canonical face box.</param>
/// <param name="Answers">Head → camera; null where a source has none. The last is the fit's.</param>
public sealed record FaceAnswers(string Image, FaceBox Box, IReadOnlyList<Quaternion?> Answers)
{
    /// <param name="photo">8-bit BGR.</param>
    /// <param name="image">Its name.</param>
    /// <param name="box">The face in it.</param>
    /// <param name="networks">Asked in this order.</param>
    /// <param name="fit">The pose that its landmarks have; null without.</param>
    public static FaceAnswers Ask(Mat photo, string image, FaceBox box, IReadOnlyList<IPoseAdapter> networks, Quaternion? fit) =>
        new(image, box, [.. networks.Select(network => network.Estimate(photo, box)), fit]);

    /// <summary>Asks about every face that the detector finds in photos without labels. What is left out goes into the report.</summary>
    public static IReadOnlyList<FaceAnswers> OfPhotos(
        IFileStore files, IPhotoSource photos, PhotoFaces detector, IReadOnlyList<IPoseAdapter> networks, ReadReport report, Action<int> progress,
            CancellationToken stop)
    {
        var faces = new List<FaceAnswers>();
        var names = PhotoFaces.PhotosOf(files).ToList();
        for (var i = 0; i < names.Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            Load(photos, names[i], report, photo =>
            {
                var found = detector.Find(photo);
                if (found.Count == 0) report.Drop(names[i], "without a face that the detector finds");
                foreach (var face in found) faces.Add(Ask(photo, names[i], face.Box, networks, fit: null));
            });
            progress(i + 1);
        }

        return faces;
    }

    /// <summary>Asks about every face with 68 landmarks; fits below a confidence count as no answer.</summary>
    public static IReadOnlyList<FaceAnswers> OfLandmarks(
        IFileStore files, IPhotoSource photos, LandmarkFitter fitter, float leastConfidence, IReadOnlyList<IPoseAdapter> networks, ReadReport report,
            Action<int> progress, CancellationToken stop)
    {
        var marked = LandmarkLabeller.ReadLandmarks(files, report);
        var faces = new List<FaceAnswers>();
        for (var i = 0; i < marked.Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            var (image, points) = marked[i];
            Load(photos, image, report, photo =>
            {
                var fit = fitter.Fit(points);
                faces.Add(Ask(photo, image, LandmarkBox.Around(points), networks, fit.Confidence < leastConfidence ? null : fit.Rotation));
            });
            progress(i + 1);
        }

        return faces;
    }

    private static void Load(IPhotoSource photos, string image, ReadReport report, Action<Mat> use)
    {
        try
        {
            using var photo = photos.Load(image);
            use(photo);
        }
        catch (InvalidDataException e)
        {
            report.Drop(image, $"broken ({e.Message})");
        }
    }
}
