using HeadTracker.Tracking;

namespace HeadTracker.Tests.Tracking;

public class HandoverTests
{
    [Fact]
    public void Newest_frame_wins_and_overtaken_ones_are_disposed_and_counted()
    {
        using var handover = new Handover<Item>(DeliveryPolicy.LatestFrame);
        var items = Enumerable.Range(0, 5).Select(number => new Item(number)).ToList();
        foreach (var item in items) Assert.True(handover.Put(item));
        Assert.Equal(4, handover.Dropped);
        Assert.Equal([1, 1, 1, 1, 0], items.Select(item => item.Disposals));
        Assert.True(handover.TryTake(out var taken));
        Assert.Same(items[4], taken);
        Assert.Equal(0, taken.Disposals);
    }

    [Fact]
    public void Every_frame_arrives_in_order_when_the_giver_waits()
    {
        using var handover = new Handover<Item>(DeliveryPolicy.EveryFrame);
        var giver = Start(() =>
        {
            for (var i = 0; i < 2000; i++) handover.Put(new Item(i));
            handover.Complete();
        });
        var numbers = new List<int>();
        while (handover.TryTake(out var item)) numbers.Add(item.Number);
        giver.Join();
        Assert.Equal(Enumerable.Range(0, 2000), numbers);
        Assert.Equal(0, handover.Dropped);
    }

    [Fact]
    public void What_was_put_before_the_end_is_still_taken()
    {
        using var handover = new Handover<Item>(DeliveryPolicy.EveryFrame);
        handover.Put(new Item(7));
        handover.Complete();
        Assert.True(handover.TryTake(out var item));
        Assert.Equal(7, item.Number);
        Assert.False(handover.TryTake(out _));
    }

    [Fact]
    public void Abort_wakes_both_sides_and_nothing_leaks()
    {
        var handover = new Handover<Item>(DeliveryPolicy.EveryFrame);
        var first = new Item(0);
        var second = new Item(1);
        handover.Put(first);
        var accepted = true;
        var giver = Start(() => accepted = handover.Put(second));
        Thread.Sleep(20);
        handover.Abort();
        Assert.True(giver.Join(5000), "the giver must not wait for ever");
        handover.Dispose();
        Assert.False(accepted);
        Assert.Equal((1, 1), (first.Disposals, second.Disposals));
    }

    private static Thread Start(ThreadStart work)
    {
        var thread = new Thread(work);
        thread.Start();
        return thread;
    }

    private sealed class Item(int number) : IDisposable
    {
        public int Number => number;

        public int Disposals { get; private set; }

        public void Dispose() => Disposals++;
    }
}
