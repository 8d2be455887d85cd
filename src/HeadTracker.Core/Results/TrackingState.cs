namespace HeadTracker.Results;

/// <summary>What the tracker is doing.</summary>
public enum TrackingState
{
    /// <summary>No face has been seen yet.</summary>
    Searching,

    /// <summary>At least one face is followed.</summary>
    Tracking,

    /// <summary>A face was followed and is no longer seen.</summary>
    Lost,
}
