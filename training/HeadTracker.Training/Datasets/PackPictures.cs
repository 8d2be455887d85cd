using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Evaluation.Charts;

namespace HeadTracker.Training.Datasets;

/// <summary>Pictures of packed sets, to be looked at before anything is trained with them.</summary>
public static class PackPictures
{
    private const int Tiles = 48;

    /// <summary>Writes a contact sheet of samples spread over a set, their labels drawn on them.</summary>
    public static void WriteSheet(string png, string pack)
    {
        using var dataset = PackDataset.Open(pack);
        var count = Math.Min(Tiles, dataset.Faces.Count);
        var tiles = Enumerable.Range(0, count).Select(i => dataset.Faces[(int)((long)i * dataset.Faces.Count / count)]).Select(face =>
            new SheetTile(face, [new DrawnPose(face.Rotation, Bold: false)],
                FormattableString.Invariant($"{face.Angles.Yaw:F0} {face.Angles.Pitch:F0} {face.Angles.Roll:F0}")));
        ContactSheet.Write(png, dataset.Photos, [.. tiles]);
    }
}
