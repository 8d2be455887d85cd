using System.Diagnostics;
using System.Globalization;

namespace HeadTracker.Sessions;

/// <summary>The names of the pipes at which this user's trackers listen: one for each process, so that none takes another's away.</summary>
internal static class RecentrePipes
{
    private static readonly string Prefix = $"headtracker-{Environment.UserName}-";

    /// <summary>Where names are files (sockets), they lie in the temporary folder; Windows has a place of its own.</summary>
    private static string Folder => OperatingSystem.IsWindows() ? @"\\.\pipe\" : Path.GetTempPath();

    /// <summary>This process's.</summary>
    public static string Own => NameOf(Environment.ProcessId);

    /// <summary>Those of processes that run, the one that was started last first. Files that others left when they died are removed.</summary>
    public static IReadOnlyList<string> Running()
    {
        var running = new List<(DateTime Start, string Name)>();
        foreach (var id in Ids())
        {
            if (StartOf(id) is { } start) running.Add((start, NameOf(id)));
            else Remove(NameOf(id));
        }

        return [.. running.OrderByDescending(one => one.Start).Select(one => one.Name)];
    }

    // .NET takes an absolute path as it is where pipes are sockets.
    private static string NameOf(int id)
    {
        var name = Prefix + id.ToString(CultureInfo.InvariantCulture);
        return OperatingSystem.IsWindows() ? name : Path.Combine(Folder, name);
    }

    private static List<int> Ids()
    {
        try
        {
            return [.. Directory.EnumerateFiles(Folder, Prefix + "*").Select(file => Path.GetFileName(file)[Prefix.Length..])
                .Where(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                .Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>When a process was started; null when there is none of this number.</summary>
    private static DateTime? StartOf(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.StartTime;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Another user's, which has taken the number since: the pipe tells whether it listens.
            return DateTime.MinValue;
        }
    }

    private static void Remove(string socket)
    {
        if (OperatingSystem.IsWindows()) return;
        try
        {
            File.Delete(socket);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's, in a temporary folder of all.
        }
    }
}
