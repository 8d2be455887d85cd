using System.Globalization;
using HeadTracker.Geometry;
using HeadTracker.Training.Data;

namespace HeadTracker.Training.Evaluation.Charts;

/// <summary>The pictures of an evaluation: error histogram, scatter plots, and each model's best and worst faces.</summary>
public static class EvaluationPictures
{
    private const int FacesOfSheet = 24;

    public static void Write(string folder, FaceDataset dataset, IReadOnlyList<ModelResult> results)
    {
        Directory.CreateDirectory(folder);
        ErrorHistogram.Write(Path.Combine(folder, "errors.png"), results);
        AngleScatter.Write(Path.Combine(folder, "scatter.png"), results);
        foreach (var result in results)
        {
            var ordered = result.Comparisons.OrderBy(face => face.Geodesic).ToArray();
            WriteSheet("best", ordered);
            WriteSheet("worst", ordered.Reverse());

            void WriteSheet(string name, IEnumerable<PoseComparison> faces) =>
                ContactSheet.Write(Path.Combine(folder, $"{name}-{result.Metrics.Model}.png"), dataset.Photos, [.. faces.Take(FacesOfSheet).Select(TileOf)]);
        }
    }

    private static SheetTile TileOf(PoseComparison face)
    {
        var caption = string.Create(CultureInfo.InvariantCulture,
            $"{face.Geodesic:F0} deg off: {Text(face.Said)}\ntrue {Text(face.Face.Angles)}");
        return new SheetTile(face.Face, [new DrawnPose(face.Predicted, Bold: true), new DrawnPose(face.Face.Rotation, Bold: false)], caption);
    }

    private static string Text(EulerAngles angles) => string.Create(CultureInfo.InvariantCulture, $"{angles.Yaw:F0} {angles.Pitch:F0} {angles.Roll:F0}");
}
