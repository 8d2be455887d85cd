using HeadTracker.Capture;
using HeadTracker.Geometry;
using HeadTracker.Rendering;
using HeadTracker.Tracking;

namespace HeadTracker.Tests.Rendering;

public class TrackerSnapshotTests
{
    private readonly Pool<TrackerSnapshot> _pool = TrackerSnapshot.NewPool();

    [Fact]
    public void The_newest_wins_and_what_it_overtakes_is_counted_and_given_back()
    {
        using var slot = new Handover<TrackerSnapshot>(DeliveryPolicy.LatestFrame);
        var told = 0;
        slot.Arrived += () => told++;
        slot.Put(_pool.Rent());
        slot.Put(_pool.Rent());
        var newest = _pool.Rent();
        slot.Put(newest);
        Assert.Equal((3, 2L, 1), (told, slot.Dropped, _pool.Outstanding));
        Assert.True(slot.TryTakeNow(out var taken));
        Assert.Same(newest, taken);
        Assert.False(slot.TryTakeNow(out _));
        newest.Dispose();
        Assert.Equal(0, _pool.Outstanding);
    }

    [Fact]
    public void A_closed_slot_gives_back_what_nobody_took()
    {
        var slot = new Handover<TrackerSnapshot>(DeliveryPolicy.LatestFrame);
        slot.Put(_pool.Rent());
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
