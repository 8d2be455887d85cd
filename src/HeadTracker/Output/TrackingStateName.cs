using HeadTracker.Results;

namespace HeadTracker.Output;

internal static class TrackingStateName
{
    /// <summary>The state as files have it.</summary>
    public static string Of(TrackingState state) => state switch
    {
        TrackingState.Searching => "searching",
        TrackingState.Tracking => "tracking",
        _ => "lost",
    };

    /// <summary>The state of a name that files have, or null for none of them.</summary>
    public static TrackingState? Parse(string? name)
    {
        foreach (var state in Enum.GetValues<TrackingState>())
        {
            if (Of(state) == name) return state;
        }

        return null;
    }
}
