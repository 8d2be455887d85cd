using System.Globalization;

namespace HeadTracker.Sessions;

/// <summary>Names for the folders of recordings that are begun while a run goes on.</summary>
internal static class RecordingFolder
{
    /// <summary>A path that is still free: recordings of one second are numbered.</summary>
    /// <param name="parent">Where it shall lie.</param>
    /// <param name="time">What it is named after.</param>
    public static string NewIn(string parent, DateTime time)
    {
        var first = Path.GetFullPath(string.Create(CultureInfo.InvariantCulture, $"headtracker-{time:yyyyMMdd-HHmmss}"), parent);
        var path = first;
        for (var number = 2; Path.Exists(path); number++) path = $"{first}-{number}";
        return path;
    }
}
