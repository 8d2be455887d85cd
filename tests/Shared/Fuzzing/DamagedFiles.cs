using System.Diagnostics;
using System.Globalization;

namespace HeadTracker.Tests.Fuzzing;

/// <summary>
/// Damages a file and has it read, again and again: it is to be read, or refused in the project's own sentence, soon and without asking for all memory.
/// HEADTRACKER_FUZZ_SECONDS says how long all files of a test project together take; a longer round tries the seeds of a shorter one first.
/// </summary>
internal static class DamagedFiles
{
    private const double UsualSeconds = 20;
    private const long MostBytes = 1L << 30;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <param name="path">The file, whole; damaged from here on.</param>
    /// <param name="read">Reads it as the program does, everything in it.</param>
    /// <param name="share">Of the time for all files.</param>
    /// <returns>Null when every damage was met as it should be.</returns>
    public static string? FirstFault(string path, Action<string> read, double share)
    {
        var whole = File.ReadAllBytes(path);
        var budget = share * Seconds;
        var clock = Stopwatch.StartNew();
        for (var seed = 0; seed == 0 || clock.Elapsed.TotalSeconds < budget; seed++)
        {
            File.WriteAllBytes(path, Mutator.Mutate(whole, seed));
            // On a thread of its own: one that does not come back must not hold the others up.
            string? fault = null;
            var reading = new Thread(() => fault = FaultOf(path, read)) { IsBackground = true };
            reading.Start();
            if (!reading.Join(Longest)) return $"seed {seed}: not read within {Longest.TotalSeconds} s";
            if (fault is not null) return $"seed {seed}: {fault}";
        }

        return null;
    }

    private static double Seconds => Environment.GetEnvironmentVariable("HEADTRACKER_FUZZ_SECONDS") is { } asked
        ? double.Parse(asked, CultureInfo.InvariantCulture)
        : UsualSeconds;

    private static string? FaultOf(string path, Action<string> read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read(path);
        }
        catch (UserErrorException e)
        {
            if (e.Message.Contains('\n', StringComparison.Ordinal) || !e.Message.EndsWith('.')) return $"not one sentence: {e.Message}";
        }
        catch (Exception e)
        {
            return $"{e}";
        }

        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        return taken > MostBytes ? $"{taken} bytes were asked for" : null;
    }
}
