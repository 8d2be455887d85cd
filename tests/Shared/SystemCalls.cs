using System.Diagnostics;
using System.Text.RegularExpressions;

namespace HeadTracker.Tests;

/// <summary>What a program did to the network and to files, as the kernel saw it.</summary>
/// <param name="ExitCode">The program's own.</param>
/// <param name="Console">What it wrote.</param>
/// <param name="Addresses">Internet addresses that any of its processes connected to, bound or sent to.</param>
/// <param name="Written">Files and folders that were made, written, renamed or deleted, by their whole paths.</param>
internal sealed record SystemCalls(int ExitCode, string Console, IReadOnlyList<string> Addresses, IReadOnlyList<string> Written)
{
    private const string Traced =
        "connect,bind,sendto,sendmsg,sendmmsg,open,openat,openat2,creat,mkdir,mkdirat,rename,renameat,renameat2,"
        + "unlink,unlinkat,link,linkat,symlink,symlinkat,truncate";

    private static readonly Regex Internet = new(@"^(?:connect|bind|sendto|sendmsg|sendmmsg)\(.*sa_family=AF_INET.*$", RegexOptions.Compiled);
    private static readonly Regex Changing = new(
        @"^(?:(?:open|openat|openat2|creat)\(.*(?:O_WRONLY|O_RDWR|O_CREAT)|(?:creat|mkdir|rename|unlink|link|symlink|truncate))", RegexOptions.Compiled);
    private static readonly Regex Quoted = new("\"([^\"]*)\"", RegexOptions.Compiled);

    /// <summary>Why nothing can be traced here, or null.</summary>
    public static string? Obstacle { get; } = FindObstacle();

    /// <summary>Runs a .NET assembly in a home of its own.</summary>
    /// <param name="assembly">Its path.</param>
    /// <param name="folder">An empty folder; gets the home, the folder for temporary files and the trace.</param>
    /// <param name="arguments">The program's.</param>
    public static SystemCalls Of(string assembly, string folder, params IEnumerable<string> arguments)
    {
        var (home, temporary, log) = (Path.Combine(folder, "home"), Path.Combine(folder, "tmp"), Path.Combine(folder, "trace"));
        Directory.CreateDirectory(home);
        Directory.CreateDirectory(temporary);
        var start = new ProcessStartInfo("strace", ["-f", "-qq", "-y", "-s", "4096", "-e", $"trace={Traced}", "-o", log,
            "dotnet", assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["HOME"] = home;
        start.Environment["TMPDIR"] = temporary;
        foreach (var unset in new[] { "DISPLAY", "WAYLAND_DISPLAY", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "ORT_DISABLE_TELEMETRY" })
        {
            start.Environment.Remove(unset);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var console = process.StandardOutput.ReadToEnd() + error.Result;
        process.WaitForExit();

        var calls = File.ReadLines(log).Select(line => line[(line.IndexOf(' ') + 1)..].TrimStart()).Where(call => !call.Contains(" = -1 ")).ToList();
        return new SystemCalls(process.ExitCode, console, [.. calls.Where(call => Internet.IsMatch(call))],
            [.. calls.Where(call => Changing.IsMatch(call)).SelectMany(PathsOf).Distinct()]);
    }

    /// <summary>What was written elsewhere than in these folders, the kernel's own and that for temporary files left out.</summary>
    public IEnumerable<string> WrittenOutside(params IEnumerable<string> folders) =>
        Written.Where(path => !folders.Any(folder => IsIn(path, folder)) && !IsIn(path, "/proc") && !IsIn(path, "/dev"));

    private static bool IsIn(string path, string folder) => path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);

    // Paths are whole in what our programs ask for; "-y" adds the folder of a relative one in angle brackets.
    private static IEnumerable<string> PathsOf(string call) => Quoted.Matches(call).Select(match => match.Groups[1].Value).Where(path => path.Length > 0);

    private static string? FindObstacle()
    {
        try
        {
            using var trial = Process.Start(new ProcessStartInfo("strace", ["-qq", "-o", "/dev/null", "true"]) { RedirectStandardError = true })!;
            trial.WaitForExit();
            return trial.ExitCode == 0 ? null : "skipped: strace may not trace here";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "skipped: strace is not installed";
        }
    }
}

/// <summary>A theory that needs strace, and says so when it is not here.</summary>
internal sealed class TracedTheoryAttribute : TheoryAttribute
{
    public TracedTheoryAttribute() => Skip = SystemCalls.Obstacle;
}
