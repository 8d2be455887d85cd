using HeadTracker.Results;

namespace HeadTracker.Rendering;

/// <summary>What the window says is going on: what the tracker does, or that it has nothing to do it with.</summary>
public enum WindowState
{
    /// <summary>No face has been seen yet.</summary>
    Searching,

    /// <summary>At least one face is followed.</summary>
    Tracking,

    /// <summary>Something like a face is seen whose pose cannot be believed.</summary>
    Unsure,

    /// <summary>A face was followed and is no longer seen.</summary>
    Lost,

    /// <summary>The source gives no frames: a camera that went away and is being retried.</summary>
    NoSignal,

    /// <summary>The person has stopped reading; what is shown is past.</summary>
    Paused,

    /// <summary>The clip has ended; its last picture stays.</summary>
    Ended,
}

/// <summary>The tracker's states as the window shows them.</summary>
public static class WindowStates
{
    public static WindowState Of(TrackingState state) => state switch
    {
        TrackingState.Searching => WindowState.Searching,
        TrackingState.Tracking => WindowState.Tracking,
        TrackingState.Unsure => WindowState.Unsure,
        _ => WindowState.Lost,
    };
}
