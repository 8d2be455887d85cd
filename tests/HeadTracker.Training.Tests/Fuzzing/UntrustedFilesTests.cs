using System.Diagnostics;
using System.Globalization;
using HeadTracker.Training.Tests.Data;

namespace HeadTracker.Training.Tests.Fuzzing;

/// <summary>
/// Damaged files of every kind that training reads: each is read, or refused in the project's own sentence, soon and without asking for all memory.
/// HEADTRACKER_FUZZ_SECONDS says how long all of them together take; a longer round tries the seeds of a shorter one first.
/// </summary>
public sealed class UntrustedFilesTests
{
    private const double UsualSeconds = 20;
    private const long MostBytes = 1L << 30;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Targets => [.. FuzzTarget.All.Keys];

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_damaged_file_is_read_or_refused_in_one_sentence(string name)
    {
        var target = FuzzTarget.All[name];
        using var folder = new TemporaryFolder();
        target.Prepare(folder);
        var path = folder.PathOf(target.File);
        var whole = File.ReadAllBytes(path);
        var clock = Stopwatch.StartNew();
        for (var seed = 0; seed == 0 || clock.Elapsed < Budget; seed++)
        {
            File.WriteAllBytes(path, Mutator.Mutate(whole, seed));
            // On a thread of its own: one that does not come back must not hold the others up.
            string? fault = null;
            var reading = new Thread(() => fault = Read(target, path)) { IsBackground = true };
            reading.Start();
            Assert.True(reading.Join(Longest), $"{name}, seed {seed}: not read within {Longest.TotalSeconds} s");
            if (fault is not null) Assert.Fail($"{name}, seed {seed}: {fault}");
        }
    }

    /// <summary>Without this, all of the above could be refused for another reason than its damage.</summary>
    [Theory]
    [MemberData(nameof(Targets))]
    public void The_whole_file_is_read(string name)
    {
        var target = FuzzTarget.All[name];
        using var folder = new TemporaryFolder();
        target.Prepare(folder);
        // The tiny avatar is read to its end, where it lacks the other meshes.
        if (name == "avatar") Assert.Contains("has no mesh h_L_eye", Record(target, folder)!.Message, StringComparison.Ordinal);
        else Assert.Null(Record(target, folder));
    }

    private static TimeSpan Budget
    {
        get
        {
            var asked = Environment.GetEnvironmentVariable("HEADTRACKER_FUZZ_SECONDS");
            var seconds = asked is null ? UsualSeconds : double.Parse(asked, CultureInfo.InvariantCulture);
            return TimeSpan.FromSeconds(seconds / FuzzTarget.All.Count);
        }
    }

    private static Exception? Record(FuzzTarget target, TemporaryFolder folder) => Xunit.Record.Exception(() => target.Read(folder.PathOf(target.File)));

    /// <summary>What is wrong with how it was read, or null.</summary>
    private static string? Read(FuzzTarget target, string path)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            target.Read(path);
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
