using HeadTracker.Rendering;

namespace HeadTracker.Output;

internal static class TrackingStateName
{
    /// <summary>The state as files have it.</summary>
    public static string Of(TrackingState state) => state switch
    {
        TrackingState.Searching => "searching",
        TrackingState.Tracking => "tracking",
        TrackingState.Lost => "lost",
        _ => "no-signal",
    };
}
