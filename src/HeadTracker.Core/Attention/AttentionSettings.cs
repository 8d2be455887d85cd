using HeadTracker.Serialization;

namespace HeadTracker.Attention;

/// <summary>The driver-monitoring demo. It is no safety system.</summary>
public sealed record AttentionSettings
{
    /// <summary>Whether the demo runs.</summary>
    [Setting("Watch whether the head looks ahead.")]
    public bool Enabled { get; init; }

    /// <summary>km/h; null when nobody knows, which leaves the thresholds that need it out.</summary>
    [Setting("The car's speed in km/h, for the EU thresholds; null when unknown.", Minimum = 0, Maximum = 400)]
    public double? SpeedKmh { get; init; }

    /// <summary>Whether a raised warning is heard.</summary>
    [Setting("Sound a warning.")]
    public bool Sound { get; init; } = true;

    /// <summary>When warnings are raised and cleared.</summary>
    public AttentionOptions Thresholds { get; init; } = new();
}
