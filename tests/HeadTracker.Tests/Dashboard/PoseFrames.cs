using System.Numerics;
using HeadTracker.Capture;
using HeadTracker.Geometry;
using HeadTracker.Rendering;
using HeadTracker.Results;
using HeadTracker.Tracking;
using OpenCvSharp;

namespace HeadTracker.Tests.Dashboard;

/// <summary>Processed frames to hand to sinks, each with one face whose yaw is the frame's number modulo 60.</summary>
internal sealed class PoseFrames : IDisposable
{
    private readonly Pool<Frame> _frames = Frame.NewPool();
    private readonly Pool<TrackedFrame> _results = TrackedFrame.NewPool();

    /// <summary>The caller disposes it.</summary>
    public TrackedFrame New(long index, int width = 64, int height = 48)
    {
        var tracked = _results.Rent();
        tracked.Frame = _frames.Rent();
        tracked.Frame.Image.Create(height, width, MatType.CV_8UC3);
        (tracked.Frame.Index, tracked.Frame.Timestamp) = (index, TimeSpan.FromSeconds(index / 30.0));
        var pose = new HeadPose(new EulerAngles(index % 60, 0, 0).ToRotation(), new Vector3(0, 0, -0.6f), tracked.Frame.Timestamp, 0.9f);
        tracked.Result.Clear();
        (tracked.Result.Index, tracked.Result.Timestamp, tracked.Result.State) = (index, tracked.Frame.Timestamp, TrackingState.Tracking);
        tracked.Result.Faces.Add(new FacePose(1, default, 0.9f, pose));
        return tracked;
    }

    public void Dispose()
    {
        _results.Dispose();
        _frames.Dispose();
    }
}
