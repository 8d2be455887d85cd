using HeadTracker.Serialization;

namespace HeadTracker.Attention;

/// <summary>The driver-monitoring demo. It is no safety system.</summary>
public sealed record AttentionSettings
{
    [Setting("Watch whether the head looks ahead.")]
    public bool Enabled { get; init; }

    [Setting("The car's speed in km/h, for the EU thresholds; null when unknown.", Minimum = 0, Maximum = 400)]
    public double? SpeedKmh { get; init; }

    [Setting("Sound a warning.")]
    public bool Sound { get; init; } = true;

    public AttentionOptions Thresholds { get; init; } = new();
}
