namespace HeadTracker.Tests;

/// <summary>Bytes that a piece of work allocates on the thread that calls it.</summary>
internal static class Allocations
{
    /// <summary>The least of several runs. What the work itself allocates it allocates in each of them; what the runtime does beside it once, when a method
    /// is compiled anew or a type first used, falls into one.</summary>
    public static long Of(Action work)
    {
        var least = long.MaxValue;
        for (var run = 0; run < 4; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
