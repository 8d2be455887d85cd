using System.Text.Json.Serialization;

namespace HeadTracker.Attention;

/// <summary>What can be raised. Several may stand at once.</summary>
public enum AttentionWarning
{
    /// <summary>Euro NCAP: one glance away of at least 3 s.</summary>
    [JsonStringEnumMemberName("long-distraction")]
    LongDistraction,

    /// <summary>Euro NCAP, visual attention time sharing: more than 10 s away within 30 s.</summary>
    [JsonStringEnumMemberName("time-sharing")]
    TimeSharing,

    /// <summary>EU 2023/2590 (ADDW): 3.5 s away above 50 km/h, 6 s from 20 to 50 km/h. Needs the speed.</summary>
    [JsonStringEnumMemberName("advanced-distraction")]
    AdvancedDistraction,

    /// <summary>AttenD: a buffer of 2 s that looking away drains and looking ahead refills is empty.</summary>
    [JsonStringEnumMemberName("buffer-empty")]
    BufferEmpty,

    /// <summary>No face for a while: nothing is known, which is neither looking ahead nor looking away.</summary>
    [JsonStringEnumMemberName("face-lost")]
    FaceLost,
}

/// <summary>Where the head points.</summary>
public enum GazeState
{
    /// <summary>The forward direction is still being learnt.</summary>
    [JsonStringEnumMemberName("calibrating")]
    Calibrating,

    /// <summary>Ahead, within the cone.</summary>
    [JsonStringEnumMemberName("forward")]
    Forward,

    /// <summary>Out of the cone.</summary>
    [JsonStringEnumMemberName("away")]
    Away,

    /// <summary>Nowhere that is known.</summary>
    [JsonStringEnumMemberName("face-lost")]
    FaceLost,
}

/// <summary>A warning that was raised, or cleared.</summary>
/// <param name="Warning">Which.</param>
/// <param name="Raised">False when it was cleared.</param>
/// <param name="Timestamp">Of the frame that decided it.</param>
/// <param name="Since">When what it is about began: the glance, the loss.</param>
public readonly record struct AttentionEvent(AttentionWarning Warning, bool Raised, TimeSpan Timestamp, TimeSpan Since);

/// <summary>The monitor's view after a frame.</summary>
/// <param name="Gaze">Where the head points.</param>
/// <param name="Yaw">Degrees off the forward direction, in the sense of <see cref="Geometry.EulerAngles"/>; 0 without a face.</param>
/// <param name="Pitch">As <paramref name="Yaw"/>.</param>
/// <param name="AwayFor">How long the present glance away has lasted.</param>
/// <param name="AwayInWindow">Time away within the time-sharing window.</param>
/// <param name="Buffer">Seconds left in the AttenD buffer.</param>
public readonly record struct AttentionStatus(
    GazeState Gaze, float Yaw, float Pitch, TimeSpan AwayFor, TimeSpan AwayInWindow, TimeSpan Buffer);
