using System.Text.Json.Serialization;

namespace HeadTracker.Results;

/// <summary>What the tracker is doing.</summary>
public enum TrackingState
{
    /// <summary>No face has been seen yet.</summary>
    [JsonStringEnumMemberName("searching")]
    Searching,

    /// <summary>At least one face is followed whose pose can be believed.</summary>
    [JsonStringEnumMemberName("tracking")]
    Tracking,

    /// <summary>Something like a face is seen, but perhaps it is none, or its pose cannot be told.</summary>
    [JsonStringEnumMemberName("unsure")]
    Unsure,

    /// <summary>A face was followed and is no longer seen.</summary>
    [JsonStringEnumMemberName("lost")]
    Lost,
}
