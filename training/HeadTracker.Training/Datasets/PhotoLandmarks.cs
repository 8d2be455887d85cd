using HeadTracker.Training.Data;
using HeadTracker.Training.Labelling;

namespace HeadTracker.Training.Datasets;

/// <summary>Brings the landmarks of a set of photos to faces whose labels were made from them and do without.</summary>
internal static class PhotoLandmarks
{
    /// <param name="dataset">Faces of the set.</param>
    /// <param name="set">A folder or .tar with landmarks68.csv.</param>
    /// <returns>The same faces; where a photo shows several, each with the landmarks whose box is most like its own.</returns>
    /// <exception cref="UserErrorException">It has no landmarks.</exception>
    public static FaceDataset Attach(FaceDataset dataset, string set)
    {
        using var files = FileStore.Open(set);
        var known = LandmarkLabeller.ReadLandmarks(files, new ReadReport(dataset.Name)).ToLookup(face => face.Image, face => face.Points);
        return dataset with
        {
            Faces = [.. dataset.Faces.Select(face => face with
            {
                Landmarks = known[face.Image].MaxBy(points => LandmarkBox.Around(points).IntersectionOverUnion(face.Box)),
            })],
        };
    }
}
