namespace HeadTracker.Tracking;

/// <summary>Takes each processed picture with its poses: a window, a video file.</summary>
/// <remarks>
/// Called on the output thread, in order, for every processed frame; it may draw into the frame's image only if it is the last
/// of the sinks. It keeps nothing of the frame. An exception ends the run. Disposed by who made it, after the run.
/// </remarks>
public interface IFrameSink : IDisposable
{
    /// <summary>Takes a frame, which stays the caller's.</summary>
    void Write(TrackedFrame frame);
}
