namespace HeadTracker.Tracking;

/// <summary>What happens between two threads when the taker is slower than the giver.</summary>
public enum DeliveryPolicy
{
    /// <summary>The newest frame wins; the one it overtakes is disposed and counted. For cameras: what is shown is always now.</summary>
    LatestFrame,

    /// <summary>The giver waits. For files: every frame is processed, however long it takes.</summary>
    EveryFrame,
}
