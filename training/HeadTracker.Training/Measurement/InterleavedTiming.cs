using System.Diagnostics;
using HeadTracker.Tracking;

namespace HeadTracker.Training.Measurement;

/// <summary>Times several pieces of work by turns, so that whatever else the machine does in the meantime falls on all of them alike.</summary>
public static class InterleavedTiming
{
    /// <summary>Rounds before the first that counts: caches fill, the JIT compiles, the clock speeds up.</summary>
    private const int WarmUp = 5;

    /// <param name="work">Each is called once a round, in order.</param>
    /// <param name="rounds">Rounds that count.</param>
    /// <returns>The durations of each.</returns>
    public static IReadOnlyList<LatencyHistogram> Run(IReadOnlyList<Action> work, int rounds)
    {
        var latencies = work.Select(_ => new LatencyHistogram()).ToList();
        for (var round = -WarmUp; round < rounds; round++)
        {
            for (var i = 0; i < work.Count; i++)
            {
                var start = Stopwatch.GetTimestamp();
                work[i]();
                if (round >= 0) latencies[i].Record(Stopwatch.GetElapsedTime(start));
            }
        }

        return latencies;
    }
}
