using HeadTracker.Serialization;

namespace HeadTracker.Response;

/// <summary>Recentring without being told to.</summary>
public sealed record RecentreSettings
{
    /// <summary>Seconds; null for never.</summary>
    [Setting("Make the pose zero again when the face comes back after it was lost for this many seconds; null for never.", Minimum = 0.1, Maximum = 3600)]
    public double? AfterLossSeconds { get; init; }
}
