using HeadTracker.Training.Runs;

namespace HeadTracker.Training.Tests.Runs;

public sealed class ManagedHeapTests
{
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

            Assert.InRange(GC.CollectionCount(0) - before, 1, 20);
        }
        finally
        {
            ManagedHeap.Release();
        }

        ManagedHeap.Release();
        GC.Collect();
    }
}
