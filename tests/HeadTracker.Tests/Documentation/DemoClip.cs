using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;
using HeadTracker.Geometry;
using HeadTracker.Metrics;
using HeadTracker.Sessions;

namespace HeadTracker.Tests.Documentation;

/// <summary>The demo's rendered clip, and whether a program of the documents prints how its head turns.</summary>
internal static class DemoClip
{
    public const int Frames = 250;
    private const double FramesPerSecond = 25;

    public static string Film { get; } = FirstSource.DemoClip;

    /// <summary>True angles in the camera's frame, of the camera that is assumed when nobody says otherwise.</summary>
    private static readonly EulerAngles[] Truth = [.. File.ReadLines(Path.ChangeExtension(Film, ".truth.jsonl")).Select(AnglesOf)];

    /// <summary>Asserts that lines like "0.04 s  yaw 1.0  pitch -2.0  roll 0.5" follow the clip, played once or over and over.</summary>
    /// <param name="lines">What was printed.</param>
    /// <param name="within">Degrees by which yaw, pitch and roll may each be off, on average.</param>
    public static void AssertFollowed(IReadOnlyList<string> lines, float within)
    {
        var off = lines.Select(line =>
        {
            var match = Regex.Match(line, @"^(\S+) s  yaw (\S+)  pitch (\S+)  roll (\S+)\r?$");
            Assert.True(match.Success, line);
            float Number(int group) => float.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
            var frame = (int)Math.Round(Number(1) * FramesPerSecond) % Frames;
            return AngleDifference.OfPoses(new EulerAngles(Number(2), Number(3), Number(4)), Truth[frame]);
        }).ToList();
        var (yaw, pitch, roll) = (off.Average(one => MathF.Abs(one.Yaw)), off.Average(one => MathF.Abs(one.Pitch)), off.Average(one => MathF.Abs(one.Roll)));
        Assert.True(MathF.Max(yaw, MathF.Max(pitch, roll)) < within, $"off by yaw {yaw:F2}°, pitch {pitch:F2}°, roll {roll:F2}° in {off.Count} lines");
    }

    private static EulerAngles AnglesOf(string line)
    {
        var truth = JsonDocument.Parse(line).RootElement;
        var q = Numbers("quaternion");
        var box = Numbers("box");
        var pixel = new FaceBox(box[0], box[1], box[2], box[3]).CenterPixel;
        return EulerAngles.FromRotation(ViewRay.ToCamera(new Quaternion(q[1], q[2], q[3], q[0]), PinholeCamera.FromDiagonalFieldOfView(640, 480), pixel));

        float[] Numbers(string name) => [.. truth.GetProperty(name).EnumerateArray().Select(number => number.GetSingle())];
    }
}
