using System.Numerics;
using HeadTracker.Filtering;

namespace HeadTracker.Response;

/// <summary>What happens to a measured pose on its way out: filter, recentring, response. Immutable, made from settings once per change.</summary>
/// <param name="filter">What steadies the poses.</param>
/// <param name="recentre">When the pose becomes zero by itself.</param>
/// <param name="response">What becomes of each axis.</param>
/// <param name="sendsUnsure">Whether poses go out that may be of no face.</param>
/// <param name="pivot">The point of the head whose place is told; null for the middle between the ears.</param>
public sealed class PoseShaping(
    FilterOptions filter, RecentreSettings recentre, ResponseSettings response, bool sendsUnsure = false, PivotSettings? pivot = null)
{
    /// <summary>How long a face that is back may still be turning towards the screen.</summary>
    public static readonly TimeSpan SettlingTime = TimeSpan.FromSeconds(0.5);

    /// <summary>The default filter, no pivot, no recentring, and the pose as it is.</summary>
    public static PoseShaping Default { get; } = new(new FilterOptions(), new RecentreSettings(), new ResponseSettings());

    /// <summary>What steadies the poses.</summary>
    public FilterOptions Filter { get; } = filter;

    /// <summary>How long a face must have been away to be zero when it comes back; null for never.</summary>
    public TimeSpan? RecentreAfterLoss { get; } = recentre.AfterLossSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>Whether the first pose becomes zero.</summary>
    public bool RecentreAtStart { get; } = recentre.AtStart;

    /// <summary>Time constant with which the zero creeps after poses near it; null for never.</summary>
    public TimeSpan? SlowRecentring { get; } = recentre.SlowSeconds is { } slow ? TimeSpan.FromSeconds(slow) : null;

    /// <summary>Whether poses go out that may be of no face.</summary>
    public bool SendsUnsure { get; } = sendsUnsure;

    /// <summary>The point whose place is told, in metres in the head frame, from the middle between the ears.</summary>
    public Vector3 Pivot { get; } = (pivot ?? PivotSettings.None).Point;

    /// <summary>What becomes of each axis.</summary>
    public PoseResponse Response { get; } = new(response);
}
