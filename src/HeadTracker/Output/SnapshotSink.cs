using HeadTracker.Geometry;
using HeadTracker.Rendering;
using HeadTracker.Tracking;

namespace HeadTracker.Output;

/// <summary>Hands each picture with its poses and figures to the window; a window that is slower misses some.</summary>
/// <param name="slot">Where the window takes snapshots from.</param>
/// <param name="hud">Fills in the panels' figures.</param>
public sealed class SnapshotSink(LatestSlot<TrackerSnapshot> slot, float fieldOfView, Func<TrackedFrame, HudState> hud) : IFrameSink
{
    private readonly SnapshotPool _pool = new();
    private TrackedFace[] _faces = new TrackedFace[8];

    public void Write(TrackedFrame frame)
    {
        var image = frame.Frame.Image;
        var snapshot = _pool.Rent();
        snapshot.CopyImage(image.Data, image.Step(), image.Width, image.Height);
        snapshot.Camera = PinholeCamera.FromDiagonalFieldOfView(image.Width, image.Height, fieldOfView);
        snapshot.Timestamp = frame.Frame.Timestamp;
        snapshot.Hud = hud(frame);
        var count = TrackedFaces.Fill(frame.Result, ref _faces, recentred: true);
        foreach (ref readonly var face in _faces.AsSpan(0, count)) snapshot.AddFace(face);
        slot.Publish(snapshot);
    }

    public void Dispose()
    {
    }
}
