using System.Runtime.CompilerServices;
using HeadTracker.Training.Runs;

namespace HeadTracker.Training.Tests.Runs;

public sealed class ManagedHeapTests
{
    private static int _finalized;

    [Fact]
    public void Nothing_is_collected_between_two_calls()
    {
        try
        {
            ManagedHeap.Hold();
            var before = GC.CollectionCount(0);
            var arrays = new List<byte[]>();
            // 40 MB a round, which by itself makes the runtime collect.
            for (var round = 0; round < 20; round++)
            {
                ManagedHeap.Hold();
                var during = GC.CollectionCount(0);
                for (var i = 0; i < 40; i++) arrays.Add(new byte[1 << 20]);
                arrays.Clear();
                Assert.Equal(during, GC.CollectionCount(0));
            }

            // Each call but the first collects, and the region that it begins does so too.
            Assert.InRange(GC.CollectionCount(0) - before, 19, 40);
        }
        finally
        {
            ManagedHeap.Release();
        }

        ManagedHeap.Release();
        GC.Collect();
    }

    /// <summary>A training step makes a quarter of a megabyte, and native numbers that are freed by finalizers.</summary>
    [Fact]
    public void What_waits_for_finalizers_is_gone_after_some_dozens_of_steps()
    {
        _finalized = 0;
        try
        {
            for (var step = 0; step < 100; step++)
            {
                ManagedHeap.Hold();
                Spend();
            }
        }
        finally
        {
            ManagedHeap.Release();
        }

        Assert.InRange(_finalized, 60, 100);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Spend()
    {
        GC.KeepAlive(new byte[256 << 10]);
        GC.KeepAlive(new Finalizable());
    }

    private sealed class Finalizable
    {
        ~Finalizable() => Interlocked.Increment(ref _finalized);
    }
}
