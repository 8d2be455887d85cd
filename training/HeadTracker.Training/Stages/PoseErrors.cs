using HeadTracker.Geometry;
using HeadTracker.Metrics;

namespace HeadTracker.Training.Stages;

/// <summary>How far predictions are off on average, in degrees: the columns of the KD paper's tables, angles scored as
/// they are labelled and not wrapped (<see cref="AngleDifference.OfLabels"/>), and the geodesic error beside them.</summary>
public readonly record struct PoseErrors(double Yaw, double Pitch, double Roll, double Geodesic)
{
    /// <summary>"avg." in the paper: the mean of the three.</summary>
    public double Mean => (Yaw + Pitch + Roll) / 3;

    public static PoseErrors Of(IReadOnlyList<EulerAngles> predicted, FaceSet set)
    {
        double yaw = 0, pitch = 0, roll = 0, geodesic = 0;
        for (var i = 0; i < predicted.Count; i++)
        {
            var difference = AngleDifference.OfLabels(predicted[i], set.Angles[i]);
            yaw += Math.Abs(difference.Yaw);
            pitch += Math.Abs(difference.Pitch);
            roll += Math.Abs(difference.Roll);
            geodesic += Rotations.AngleBetween(predicted[i].ToRotation(), set.Rotations[i]);
        }

        return new(yaw / predicted.Count, pitch / predicted.Count, roll / predicted.Count, geodesic / predicted.Count);
    }
}
