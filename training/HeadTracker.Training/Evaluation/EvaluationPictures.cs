using System.Globalization;
using HeadTracker.Geometry;
using HeadTracker.Training.Data;
using HeadTracker.Training.Evaluation.Charts;

namespace HeadTracker.Training.Evaluation;

/// <summary>The pictures of an evaluation: error histogram, scatter plots, and each model's worst faces.</summary>
public static class EvaluationPictures
{
    private const int WorstFaces = 24;

    public static void Write(string folder, FaceDataset dataset, IReadOnlyList<ModelResult> results)
    {
        Directory.CreateDirectory(folder);
        ErrorHistogram.Write(Path.Combine(folder, "errors.png"), results);
        AngleScatter.Write(Path.Combine(folder, "scatter.png"), results);
        foreach (var result in results)
        {
            var worst = result.Comparisons.OrderByDescending(face => face.Geodesic).Take(WorstFaces);
            ContactSheet.Write(Path.Combine(folder, $"worst-{result.Metrics.Model}.png"), dataset.Photos, [.. worst.Select(TileOf)]);
        }
    }

    private static SheetTile TileOf(PoseComparison face)
    {
        var caption = string.Create(CultureInfo.InvariantCulture, $"{face.Geodesic:F0} deg off: {Text(EulerAngles.FromRotation(face.Predicted))}\ntrue {Text(face.Face.Angles)}");
        return new SheetTile(face.Face, [new DrawnPose(face.Predicted, Bold: true), new DrawnPose(face.Face.Rotation, Bold: false)], caption);
    }

    private static string Text(EulerAngles angles) => string.Create(CultureInfo.InvariantCulture, $"{angles.Yaw:F0} {angles.Pitch:F0} {angles.Roll:F0}");
}
