using System.Globalization;
using System.Text;
using HeadTracker.Training.Data;

namespace HeadTracker.Training.Evaluation;

/// <summary>What every model said about every face, as a table for tools of one's own: angles in degrees, as labelled and as predicted.</summary>
public static class PredictionsFile
{
    private const string Header = "model,face,yaw,pitch,roll,true_yaw,true_pitch,true_roll,geodesic";

    public static void Write(string path, IReadOnlyList<ModelResult> results)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        file.WriteLine(Header);
        foreach (var result in results)
        {
            foreach (var comparison in result.Comparisons)
            {
                var (said, truth) = (comparison.Said, comparison.Face.Angles);
                file.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{CsvTable.Quoted(result.Metrics.Model)},{CsvTable.Quoted(comparison.Face.Image)},{said.Yaw:F3},{said.Pitch:F3},{said.Roll:F3},"
                        + $"{truth.Yaw:F3},{truth.Pitch:F3},{truth.Roll:F3},{comparison.Geodesic:F3}"));
            }
        }
    }
}
