using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Filtering;

/// <summary>Steadies one head's pose over time.</summary>
/// <remarks>
/// Stateful and not thread-safe: one filter per head. Time is the measurement's own <see cref="HeadPose.Timestamp"/>; a filter
/// never reads a clock, so a recording filters the same at any speed. A measurement that is not later than the last one leaves
/// the output as it was, as does one that is no pose (<see cref="HeadPose.IsValid"/>; before the first one the output is unmoved and of
/// confidence 0); after a gap of more than <see cref="LongestGap"/> the filter starts afresh from the measurement.
/// </remarks>
public interface IPoseFilter
{
    /// <summary>Seconds without a measurement after which the past says nothing about the present.</summary>
    public const double LongestGap = 0.5;

    /// <summary>The steadied pose for a measurement. Timestamp and confidence pass through.</summary>
    HeadPose Filter(in HeadPose measured);

    /// <summary>What a filter gives that has seen no pose yet.</summary>
    static HeadPose Unmoved(TimeSpan time) => new(Quaternion.Identity, null, time, 0);

    /// <summary>Forgets the past: the next measurement passes unchanged.</summary>
    void Reset();
}
