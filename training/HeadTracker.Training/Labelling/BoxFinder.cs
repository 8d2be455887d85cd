using HeadTracker.Training.Data;

namespace HeadTracker.Training.Labelling;

/// <summary>Makes boxes files of photos without labels.</summary>
public static class BoxFinder
{
    /// <param name="set">A folder or .tar of photos.</param>
    /// <param name="path">Where the file will be; writing it is the caller's.</param>
    /// <param name="detector">Finds the faces.</param>
    /// <param name="report">Told what is kept and what is not.</param>
    /// <param name="progress">Told the number of photos done.</param>
    /// <param name="stop">Ends the work between two photos.</param>
    public static BoxFile Find(string set, string path, PhotoFaces detector, ReadReport report, Action<int> progress, CancellationToken stop)
    {
        var files = FileStore.Open(set);
        using var photos = new FilePhotos(files);
        var boxes = new Dictionary<string, List<FileBox>>(StringComparer.Ordinal);
        var names = PhotoFaces.PhotosOf(files).ToList();
        for (var i = 0; i < names.Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                var found = detector.Find(photos, names[i]);
                if (found.Count == 0) report.Drop(names[i], "without a face that the detector finds");
                else boxes[names[i]] = [.. found.Select(face => new FileBox(face.Box, ""))];
            }
            catch (InvalidDataException e)
            {
                report.Drop(names[i], $"broken ({e.Message})");
            }

            progress(i + 1);
        }

        report.Kept = boxes.Values.Sum(list => list.Count);
        return new BoxFile(path, boxes);
    }
}
