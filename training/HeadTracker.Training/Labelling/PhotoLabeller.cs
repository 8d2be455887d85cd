using HeadTracker.Detection;
using HeadTracker.Geometry;
using HeadTracker.Training.Data;

namespace HeadTracker.Training.Labelling;

/// <summary>Labels a set of photos by all that is known about them: a panel of networks and, where there are landmarks, their fit.</summary>
/// <param name="panel">Not owned.</param>
/// <param name="fitter">Null for photos without landmarks, whose faces the runtime's detector finds.</param>
/// <param name="leastConfidence">Fits below it do not count.</param>
/// <param name="limit">See <see cref="CombinedLabels.Of"/>.</param>
public sealed class PhotoLabeller(TeacherPanel panel, LandmarkFitter? fitter, float leastConfidence, float limit)
{
    private IReadOnlyList<TeacherTrust> _trust = [];

    /// <summary>How many steps the labelling of a set is: its photos.</summary>
    public static int Steps(string set)
    {
        using var files = FileStore.Open(set);
        return PhotoFaces.PhotosOf(files).Count();
    }

    /// <param name="set">A folder or .tar of photos, with landmarks68.csv if there is a fitter.</param>
    /// <param name="report">Told what is left out.</param>
    /// <param name="progress">Told the number of photos done.</param>
    /// <param name="stop">Ends the work between two photos.</param>
    public IReadOnlyList<LabelRow> Label(string set, ReadReport report, Action<int> progress, CancellationToken stop)
    {
        var files = FileStore.Open(set);
        using var photos = new FilePhotos(files);
        IReadOnlyList<FaceAnswers> faces;
        if (fitter is not null)
        {
            faces = FaceAnswers.OfLandmarks(files, photos, fitter, leastConfidence, panel.Networks, report, progress, stop);
        }
        else
        {
            using var detector = new PhotoFaces(FaceDetectors.Create(new DetectorOptions { Thorough = true }));
            faces = FaceAnswers.OfPhotos(files, photos, detector, panel.Networks, report, progress, stop);
        }

        _trust = CombinedLabels.TrustOn(faces, panel.Trust);
        return CombinedLabels.Of(faces, _trust, limit, report);
    }

    /// <summary>A line per source that says its zero and error on the last set.</summary>
    public IEnumerable<string> Describe()
    {
        var names = panel.Networks.Select(network => network.Name);
        return (fitter is null ? names : names.Append("fit of landmarks")).Select((name, source) =>
        {
            var turn = EulerAngles.FromRotation(_trust[source].Correction);
            return $"  {name}: zero turned by yaw {turn.Yaw:F1}°, pitch {turn.Pitch:F1}°, roll {turn.Roll:F1}°; errs by about {_trust[source].Error:F1}°";
        });
    }
}
