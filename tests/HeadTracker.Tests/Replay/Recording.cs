using System.Globalization;
using HeadTracker.Geometry;

namespace HeadTracker.Tests.Replay;

/// <summary>Recordings made for tests.</summary>
internal static class Recording
{
    /// <summary>One face that turns by <paramref name="yaw"/> degrees at each time in seconds, 30 times a second.</summary>
    public static IEnumerable<string> Of(int frames, Func<double, double> yaw) => Enumerable.Range(0, frames).Select(i => Line(i, i / 30.0, yaw(i / 30.0)));

    public static string Line(int index, double time, double yaw)
    {
        var q = new EulerAngles((float)yaw, 3, -2).ToRotation();
        return string.Create(CultureInfo.InvariantCulture, $$$"""{"version":1,"frame":{{{index}}},"time":{{{time}}},"state":"tracking","faces":[{"id":1"""
            + $$$""","box":[10,20,30,40],"score":0.9,"confidence":0.8,"measured":{"quaternion":[{{{q.W}}},{{{q.X}}},{{{q.Y}}},{{{q.Z}}}]"""
            + $$$""","translation":[0.1,0,-0.6]}}]}""");
    }
}
