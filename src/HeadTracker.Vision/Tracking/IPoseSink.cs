using HeadTracker.Results;

namespace HeadTracker.Tracking;

/// <summary>Takes the poses of each frame as soon as they are there: files, network protocols, games.</summary>
/// <remarks>
/// Called on the inference thread, so it returns at once and allocates nothing; what takes long buffers or drops. It may read the
/// result during the call and keeps nothing of it. An exception ends the run; what merely cannot be delivered
/// (a receiver that is not there) is the sink's own affair. Disposed by who made it, after the run.
/// </remarks>
public interface IPoseSink : IDisposable
{
    /// <summary>Takes a frame's result, which stays the caller's.</summary>
    void Write(TrackingResult result);
}
