using HeadTracker.Serialization;

namespace HeadTracker.Attention;

/// <summary>
/// Thresholds of the driver-monitoring demo. The defaults are the published ones; see <see cref="AttentionWarning"/> for whose they are.
/// </summary>
public sealed record AttentionOptions
{
    /// <summary>Degrees to either side of forward within which the head looks ahead.</summary>
    [Setting("Half-angle to the sides, degrees, of the cone about the forward direction that counts as looking at the road.", Minimum = 1, Maximum = 89)]
    public float ConeYaw { get; init; } = 22;

    /// <summary>Degrees up and down within which the head looks ahead.</summary>
    [Setting("The same up and down.", Minimum = 1, Maximum = 89)]
    public float ConePitch { get; init; } = 16;

    /// <summary>Degrees that a head which looks ahead may turn beyond the cone before it looks away.</summary>
    [Setting("Degrees by which the cone widens once a glance is inside, so that noise at its edge does not flicker.", Minimum = 0, Maximum = 30)]
    public float Hysteresis { get; init; } = 2;

    /// <summary>How long the forward direction is learnt.</summary>
    [Setting("Seconds of the driver's habitual pose that make the forward direction.", Minimum = 0.5, Maximum = 120)]
    public double CalibrationSeconds { get; init; } = 5;

    /// <summary>The shortest glance away that raises <see cref="AttentionWarning.LongDistraction"/>.</summary>
    [Setting("One glance away this long is a long distraction (Euro NCAP: 3).", Minimum = 0.5, Maximum = 60)]
    public double LongDistractionSeconds { get; init; } = 3;

    /// <summary>Seconds away within <see cref="SharedWindowSeconds"/> that raise <see cref="AttentionWarning.TimeSharing"/>.</summary>
    [Setting("Seconds away within the window, in however many glances, that are too many (VATS, Euro NCAP: 10).", Minimum = 1, Maximum = 300)]
    public double SharedAwaySeconds { get; init; } = 10;

    /// <summary>The sliding window over which glances away are added up.</summary>
    [Setting("That window in seconds (Euro NCAP: 30).", Minimum = 2, Maximum = 600)]
    public double SharedWindowSeconds { get; init; } = 30;

    /// <summary>The shortest glance away that raises <see cref="AttentionWarning.AdvancedDistraction"/> above <see cref="FastSpeed"/>.</summary>
    [Setting("Seconds away allowed above the fast speed (EU 2023/2590: 3.5).", Minimum = 0.5, Maximum = 60)]
    public double FastAwaySeconds { get; init; } = 3.5;

    /// <summary>The same from <see cref="SlowSpeed"/> up to <see cref="FastSpeed"/>.</summary>
    [Setting("Seconds away allowed from the slow speed up to the fast one (EU 2023/2590: 6).", Minimum = 0.5, Maximum = 60)]
    public double SlowAwaySeconds { get; init; } = 6;

    /// <summary>km/h.</summary>
    [Setting("km/h above which the short time holds (EU 2023/2590: 50).", Minimum = 1, Maximum = 300)]
    public double FastSpeed { get; init; } = 50;

    /// <summary>km/h; below it the rule is silent.</summary>
    [Setting("km/h from which the long time holds (EU 2023/2590: 20).", Minimum = 0, Maximum = 300)]
    public double SlowSpeed { get; init; } = 20;

    /// <summary>Seconds in a full buffer, which is empty after as long a glance away.</summary>
    [Setting("The AttenD buffer: seconds that looking away drains and looking ahead refills.", Minimum = 0.5, Maximum = 60)]
    public double BufferSeconds { get; init; } = 2;

    /// <summary>How long the head has looked ahead before the buffer rises.</summary>
    [Setting("Seconds that eyes need to take the road in again before the buffer refills.", Minimum = 0, Maximum = 5)]
    public double BufferRefillDelaySeconds { get; init; } = 0.1;

    /// <summary>The shortest loss that raises <see cref="AttentionWarning.FaceLost"/>.</summary>
    [Setting("Seconds without a face before that is reported.", Minimum = 0.1, Maximum = 60)]
    public double FaceLostSeconds { get; init; } = 1;

    /// <summary>How long the head has looked ahead before warnings go.</summary>
    [Setting("Seconds of looking ahead that clear every warning.", Minimum = 0.1, Maximum = 60)]
    public double ClearSeconds { get; init; } = 2;
}
