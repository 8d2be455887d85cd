using HeadTracker.Geometry;

namespace HeadTracker.Metrics;

/// <summary>How far an estimated pose's angles are from the true ones, in degrees: the one measure of the program and of the training project.</summary>
public static class AngleDifference
{
    /// <summary>
    /// Estimated less true, each the shorter way round, in [-180, 180]: for poses, whose angles begin anew after a whole turn. What
    /// evaluation, the demo and comparisons of recordings tell.
    /// </summary>
    public static EulerAngles OfPoses(EulerAngles estimated, EulerAngles truth) =>
        new(Wrapped(estimated.Yaw - truth.Yaw), Wrapped(estimated.Pitch - truth.Pitch), Wrapped(estimated.Roll - truth.Roll));

    /// <summary>
    /// Estimated less labelled as the numbers are: 98° for a label of -98° is 196° off. Papers score so, before anything wraps, and
    /// their tables can only be reproduced in this way.
    /// </summary>
    public static EulerAngles OfLabels(EulerAngles estimated, EulerAngles label) =>
        new(estimated.Yaw - label.Yaw, estimated.Pitch - label.Pitch, estimated.Roll - label.Roll);

    private static float Wrapped(float degrees) => MathF.IEEERemainder(degrees, 360);
}
