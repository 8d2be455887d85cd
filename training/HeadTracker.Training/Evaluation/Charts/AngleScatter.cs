using HeadTracker.Geometry;
using OpenCvSharp;

namespace HeadTracker.Training.Evaluation.Charts;

/// <summary>Predicted against true angles: a row per model, a column per angle.</summary>
public static class AngleScatter
{
    private const int Side = 260, Gap = 70, Top = 40;
    private static readonly (string Name, Func<EulerAngles, float> Of)[] Angles =
        [("yaw", angles => angles.Yaw), ("pitch", angles => angles.Pitch), ("roll", angles => angles.Roll)];

    public static void Write(string path, IReadOnlyList<ModelResult> results)
    {
        using var image = new Mat(Top + results.Count * (Side + Gap), Angles.Length * (Side + Gap) + 20, MatType.CV_8UC3, Scalar.White);
        for (var row = 0; row < results.Count; row++)
        {
            for (var column = 0; column < Angles.Length; column++)
            {
                var (name, of) = Angles[column];
                var area = new ChartArea(new Rect(50 + column * (Side + Gap), Top + row * (Side + Gap), Side, Side), -100, 100, -100, 100);
                area.DrawAxes(image, $"{results[row].Metrics.Model}: {name}", "true", 50, 50);
                Cv2.Line(image, area.PixelOf(-100, -100), area.PixelOf(100, 100), new Scalar(170, 170, 170));
                foreach (var face in results[row].Comparisons)
                {
                    var truth = of(face.Face.Angles);
                    var predicted = Math.Clamp(of(EulerAngles.FromRotation(face.Predicted)), -100, 100);
                    if (Math.Abs(truth) <= 100) Cv2.Circle(image, area.PixelOf(truth, predicted), 2, ChartArea.ColourOf(row), -1, LineTypes.AntiAlias);
                }
            }
        }

        Cv2.ImWrite(path, image);
    }
}
