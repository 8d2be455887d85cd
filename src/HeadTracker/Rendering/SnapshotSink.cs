using HeadTracker.Capture;
using HeadTracker.Geometry;
using HeadTracker.Results;
using HeadTracker.Tracking;
using OpenCvSharp;

namespace HeadTracker.Rendering;

/// <summary>Hands each picture with its poses and figures to the window; a window that is slower misses some.</summary>
/// <param name="slot">Where the window takes snapshots from.</param>
/// <param name="fieldOfView">The camera's diagonal field of view in degrees.</param>
/// <param name="hud">Fills in the panels' figures.</param>
public sealed class SnapshotSink(Handover<TrackerSnapshot> slot, float fieldOfView, Func<TrackingResult, HudState> hud) : IFrameSink
{
    private readonly Pool<TrackerSnapshot> _pool = TrackerSnapshot.NewPool();
    private readonly Lock _gate = new();
    private readonly Mat _picture = new();
    private DrawnFace[] _faces = new DrawnFace[8];
    private int _faceCount;
    private TimeSpan _time;
    private HudState _hud;

    public void Write(TrackedFrame frame)
    {
        lock (_gate)
        {
            // Kept, because a pause or a lost camera has to be shown over the last picture.
            frame.Frame.Image.CopyTo(_picture);
            (_time, _hud) = (frame.Frame.Timestamp, hud(frame.Result));
            _faceCount = DrawnFace.Fill(frame.Result, ref _faces, recentred: true);
            Publish();
        }
    }

    /// <summary>Shows the last picture again with other words on it. Any thread may call it.</summary>
    /// <param name="change">Gets the last figures, gives the new ones.</param>
    /// <param name="keepPoses">False when time has passed and the poses no longer hold: their faces are then shown as lost.</param>
    public void ShowAgain(Func<HudState, HudState> change, bool keepPoses)
    {
        lock (_gate)
        {
            _hud = change(_hud);
            if (!keepPoses)
            {
                for (var i = 0; i < _faceCount; i++) _faces[i] = _faces[i] with { HasNoPose = true };
            }

            Publish();
        }
    }

    public void Dispose()
    {
        _picture.Dispose();
        _pool.Dispose();
    }

    private void Publish()
    {
        var snapshot = _pool.Rent();
        if (!_picture.Empty()) snapshot.CopyImage(_picture.Data, _picture.Step(), _picture.Width, _picture.Height);
        snapshot.Camera = PinholeCamera.FromDiagonalFieldOfView(Math.Max(1, _picture.Width), Math.Max(1, _picture.Height), fieldOfView);
        (snapshot.Timestamp, snapshot.Hud) = (_time, _hud);
        foreach (ref readonly var face in _faces.AsSpan(0, _faceCount)) snapshot.AddFace(face);
        slot.Put(snapshot);
    }
}
