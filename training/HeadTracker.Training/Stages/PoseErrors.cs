using HeadTracker.Geometry;

namespace HeadTracker.Training.Stages;

/// <summary>How far predictions are off on average, in degrees: the columns of the KD paper's tables, and the geodesic error beside them.</summary>
public readonly record struct PoseErrors(double Yaw, double Pitch, double Roll, double Geodesic)
{
    /// <summary>"avg." in the paper: the mean of the three.</summary>
    public double Mean => (Yaw + Pitch + Roll) / 3;

    public static PoseErrors Of(IReadOnlyList<EulerAngles> predicted, FaceSet set)
    {
        double yaw = 0, pitch = 0, roll = 0, geodesic = 0;
        for (var i = 0; i < predicted.Count; i++)
        {
            var truth = EulerAngles.FromRotation(set.Rotations[i]);
            yaw += Math.Abs(predicted[i].Yaw - truth.Yaw);
            pitch += Math.Abs(predicted[i].Pitch - truth.Pitch);
            roll += Math.Abs(predicted[i].Roll - truth.Roll);
            geodesic += Rotations.AngleBetween(predicted[i].ToRotation(), set.Rotations[i]);
        }

        return new(yaw / predicted.Count, pitch / predicted.Count, roll / predicted.Count, geodesic / predicted.Count);
    }
}
