namespace HeadTracker.Training.Evaluation.Tradeoff;

/// <summary>What a system costs and how far off it is.</summary>
/// <param name="DetectorMilliseconds">Of the quickest run of the detector's network.</param>
/// <param name="PoseMilliseconds">Of the pose networks' one after the other; 0 for geometry.</param>
/// <param name="Errors">One entry per dataset.</param>
public sealed record TradeoffResult(TradeoffSystem System, double DetectorMilliseconds, double PoseMilliseconds, IReadOnlyList<PoseMetrics> Errors)
{
    /// <summary>A frame in which both run.</summary>
    public double Milliseconds => DetectorMilliseconds + PoseMilliseconds;
}
