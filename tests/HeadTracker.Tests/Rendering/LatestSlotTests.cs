using HeadTracker.Capture;
using HeadTracker.Geometry;
using HeadTracker.Rendering;

namespace HeadTracker.Tests.Rendering;

public class LatestSlotTests
{
    private readonly Pool<TrackerSnapshot> _pool = TrackerSnapshot.NewPool();

    [Fact]
    public void The_newest_wins_and_what_it_overtakes_is_counted_and_given_back()
    {
        using var slot = new LatestSlot<TrackerSnapshot>();
        var told = 0;
        slot.Published += () => told++;
        slot.Publish(_pool.Rent());
        slot.Publish(_pool.Rent());
        var newest = _pool.Rent();
        slot.Publish(newest);
        Assert.Equal((3, 2L, 1), (told, slot.Dropped, _pool.Outstanding));
        Assert.Same(newest, slot.TryTake());
        Assert.Null(slot.TryTake());
        newest.Dispose();
        Assert.Equal(0, _pool.Outstanding);
    }

    [Fact]
    public void A_closed_slot_gives_back_what_nobody_took()
    {
        var slot = new LatestSlot<TrackerSnapshot>();
        slot.Publish(_pool.Rent());
        slot.Dispose();
        Assert.Equal(0, _pool.Outstanding);
    }

    [Fact]
    public void A_pooled_snapshot_starts_empty_and_is_never_given_back_twice()
    {
        var first = Scenes.Snapshot(_pool, new PinholeCamera(8, 4, 10), Scenes.Face(default, new FaceBox(1, 1, 2, 2)));
        Assert.Equal(8 * 4 * 3, first.Pixels.Length);
        first.Dispose();
        Assert.Throws<InvalidOperationException>(first.Dispose);
        var again = _pool.Rent();
        Assert.Same(first, again);
        Assert.Equal((0, 0, 0), (again.Width, again.Faces.Length, again.Pixels.Length));
    }
}
