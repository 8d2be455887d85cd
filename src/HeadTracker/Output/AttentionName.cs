using HeadTracker.Attention;

namespace HeadTracker.Output;

/// <summary>Warnings and states of the driver-monitoring demo as files and messages have them.</summary>
public static class AttentionName
{
    public static string Of(AttentionWarning warning) => warning switch
    {
        AttentionWarning.LongDistraction => "long-distraction",
        AttentionWarning.TimeSharing => "time-sharing",
        AttentionWarning.AdvancedDistraction => "advanced-distraction",
        AttentionWarning.BufferEmpty => "buffer-empty",
        _ => "face-lost",
    };

    public static string Of(GazeState gaze) => gaze switch
    {
        GazeState.Calibrating => "calibrating",
        GazeState.Forward => "forward",
        GazeState.Away => "away",
        _ => "face-lost",
    };

    /// <summary>For people.</summary>
    public static string InWords(AttentionWarning warning) => warning switch
    {
        AttentionWarning.LongDistraction => "Look ahead",
        AttentionWarning.TimeSharing => "Too many glances away",
        AttentionWarning.AdvancedDistraction => "Look at the road",
        AttentionWarning.BufferEmpty => "Attention is low",
        _ => "No face in sight",
    };
}
