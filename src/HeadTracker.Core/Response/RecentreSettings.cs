using HeadTracker.Serialization;

namespace HeadTracker.Response;

/// <summary>Recentring without being told to.</summary>
public sealed record RecentreSettings
{
    /// <summary>Whether the first pose becomes zero.</summary>
    [Setting("Make the pose zero at the start too, half a second after the first face is seen.")]
    public bool AtStart { get; init; }

    /// <summary>Seconds; null for never.</summary>
    [Setting("Let the zero creep after a pose near it, so that slow sliding in the chair goes by itself: seconds in which two thirds of it are gone; "
        + "null for never.", Minimum = 5, Maximum = 3600)]
    public double? SlowSeconds { get; init; }

    /// <summary>Seconds; null for never.</summary>
    [Setting("Make the pose zero again when the face comes back after it was lost for this many seconds; null for never.", Minimum = 0.1, Maximum = 3600)]
    public double? AfterLossSeconds { get; init; }
}
