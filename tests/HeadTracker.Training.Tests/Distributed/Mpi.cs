using System.Diagnostics;
using System.Text;
using HeadTracker.Tests;

namespace HeadTracker.Training.Tests.Distributed;

/// <summary>How a job of several processes ended.</summary>
/// <param name="Code">mpiexec's exit code.</param>
/// <param name="Output">What the processes wrote to standard output.</param>
/// <param name="Error">And to standard error, with mpiexec's own lines.</param>
internal sealed record MpiResult(int Code, string Output, string Error)
{
    /// <summary>Sentences of the program's own about a failure: mpiexec's frames and MPICH's lines are left out.</summary>
    public string[] Sentences => [.. Error.Split('\n').Where(line =>
        line.Length > 0 && line[0] is not ('=' or '[') && !line.Contains("MPI_Abort", StringComparison.Ordinal)
        && !line.StartsWith("YOUR APPLICATION", StringComparison.Ordinal) && !line.StartsWith("This typically", StringComparison.Ordinal)
        && !line.StartsWith("Please see", StringComparison.Ordinal))];
}

/// <summary>Starts the training program in several real processes, as its launcher does.</summary>
internal static class Mpi
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>Why there are none here, or null.</summary>
    public static string? Obstacle { get; } = FindObstacle();

    /// <summary>Runs the same command line in several processes.</summary>
    public static MpiResult Run(int processes, params string[] arguments) => Finish(Start(["-n", $"{processes}", .. Program(arguments)]));

    /// <summary>Runs a process with each of two command lines.</summary>
    public static MpiResult RunBoth(string[] first, string[] second) => Finish(Start(["-n", "1", .. Program(first), ":", "-n", "1", .. Program(second)]));

    /// <summary>Starts the same command line in several processes.</summary>
    public static Process Begin(int processes, params string[] arguments) => Start(["-n", $"{processes}", .. Program(arguments)]);

    public static MpiResult Finish(Process process)
    {
        using (process)
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                throw new TimeoutException($"mpiexec did not end: {error.Result}");
            }

            return new(process.ExitCode, output.Result, error.Result);
        }
    }

    /// <summary>The process of a rank, by the folder that its command line names.</summary>
    public static int? IdOf(int rank, string folder)
    {
        foreach (var path in Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)))
        {
            try
            {
                if (File.ReadAllText(path + "/comm").Trim() == "dotnet" && File.ReadAllText(path + "/cmdline").Contains(folder, StringComparison.Ordinal)
                    && File.ReadAllText(path + "/environ").Split('\0').Contains($"PMI_RANK={rank}")) return int.Parse(Path.GetFileName(path));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has just ended, or is nobody's business.
            }
        }

        return null;
    }

    private static string[] Program(string[] arguments) =>
        ["bash", Path.Combine(SharedData.RepositoryRoot, "training", "rank.sh"), "dotnet",
            Path.Combine(AppContext.BaseDirectory, "HeadTracker.Training.dll"), .. arguments];

    private static Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("mpiexec", arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["OMP_NUM_THREADS"] = "1";
        return Process.Start(start)!;
    }

    private static string? FindObstacle()
    {
        if (!OperatingSystem.IsLinux()) return "skipped: two processes are started by MPICH's mpiexec on Linux";
        try
        {
            using var trial = Process.Start(new ProcessStartInfo("mpiexec", ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var version = trial.StandardOutput.ReadToEnd();
            trial.WaitForExit();
            return version.Contains("HYDRA", StringComparison.OrdinalIgnoreCase) ? null : "skipped: this mpiexec is none of MPICH's";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "skipped: mpiexec is not here (apt: mpich)";
        }
    }
}

/// <summary>A fact that needs MPICH, and says so when it is not here.</summary>
internal sealed class MpiFactAttribute : FactAttribute
{
    public MpiFactAttribute() => Skip = Mpi.Obstacle;
}
