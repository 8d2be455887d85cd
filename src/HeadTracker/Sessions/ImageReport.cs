using HeadTracker.CommandLine;
using HeadTracker.Output;

namespace HeadTracker.Sessions;

/// <summary>The faces of pictures for people.</summary>
internal static class ImageReport
{
    public static void Print(IReadOnlyList<ImageResult> results, string? folder)
    {
        Report.Table(
            ["picture", "face", "yaw", "pitch", "roll", "confidence", "box"],
            [.. results.SelectMany(RowsOf)]);
        if (folder is not null) Console.WriteLine($"Annotated copies: {folder}");
    }

    private static IEnumerable<string[]> RowsOf(ImageResult result)
    {
        var name = Path.GetFileName(result.File);
        if (result.Faces.Count == 0) return [[name, "none", "", "", "", "", ""]];
        return result.Faces.Select(face =>
        {
            var angles = face.Pose.Angles;
            return new[]
            {
                name, $"{face.Id}", $"{angles.Yaw:F1}°", $"{angles.Pitch:F1}°", $"{angles.Roll:F1}°",
                $"{face.Pose.Confidence:F2}{(face.IsSure ? "" : ", unsure")}",
                $"{face.Box.Width:F0}x{face.Box.Height:F0} at {face.Box.X:F0},{face.Box.Y:F0}",
            };
        });
    }
}
