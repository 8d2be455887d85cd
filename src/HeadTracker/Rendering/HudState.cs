using HeadTracker.Attention;

namespace HeadTracker.Rendering;

/// <summary>Milliseconds that the frame on screen spent in each stage; NaN for a stage that did not run on it.</summary>
/// <param name="EndToEnd">From the capture's timestamp to the filtered pose.</param>
public readonly record struct StageTimings(float Capture, float Detection, float Estimation, float Filtering, float EndToEnd);

/// <summary>The figures and names in the window's panels. Strings are shown as they are and should not be built per frame.</summary>
public readonly record struct HudState
{
    public WindowState State { get; init; }

    /// <summary>Poses per second, smoothed by whoever measures it.</summary>
    public float FramesPerSecond { get; init; }

    public StageTimings Timings { get; init; }

    /// <summary>Frames that a newer one overtook before they were processed, since the start.</summary>
    public long DroppedFrames { get; init; }

    /// <summary>Camera name, file name or address.</summary>
    public string? Source { get; init; }

    public string? Model { get; init; }

    /// <summary>The execution provider that really ran.</summary>
    public string? Provider { get; init; }

    public string? Filter { get; init; }

    /// <summary>The driver-monitoring demo's view; null when it is off.</summary>
    public AttentionStatus? Attention { get; init; }

    /// <summary>Seconds in a full AttenD buffer.</summary>
    public float FullBuffer { get; init; }

    /// <summary>The gravest warning that stands.</summary>
    public AttentionWarning? Warning { get; init; }

    public bool IsRecording { get; init; }

    public bool IsPaused { get; init; }

    public bool IsEnded { get; init; }

    /// <summary>What is going on now: a pause and the end go before what the tracker did last.</summary>
    public WindowState Now => IsPaused ? WindowState.Paused : IsEnded ? WindowState.Ended : State;

    /// <summary>One line shown for as long as it is set: "Recentred", "Saved shot-0001.png", "Camera 0 is busy".</summary>
    public string? Notice { get; init; }
}
