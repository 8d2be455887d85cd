using HeadTracker.Geometry;

namespace HeadTracker.Response;

/// <summary>The user's response on each of six axes: those of <see cref="GameAxes"/>, degrees and centimetres. Immutable; allocates nothing.</summary>
/// <remarks>The result is a rotation again, so that every output has it; yaw and roll therefore end at 180° and pitch just before 90°.</remarks>
public sealed class PoseResponse(ResponseSettings settings)
{
    private const float HalfTurn = 180, AlmostUp = 89.5f;
    private readonly AxisResponse _yaw = new(settings.Yaw), _pitch = new(settings.Pitch), _roll = new(settings.Roll);
    private readonly AxisResponse _x = new(settings.X), _y = new(settings.Y), _z = new(settings.Z);

    /// <summary>The pose with all six axes shaped; to the last bit the same where none of them does anything.</summary>
    public HeadPose Apply(in HeadPose pose)
    {
        if (_yaw.PassesThrough && _pitch.PassesThrough && _roll.PassesThrough && _x.PassesThrough && _y.PassesThrough && _z.PassesThrough) return pose;
        var head = GameAxes.From(pose);
        var shaped = new GameAxes(
            _x[(float)head.X],
            _y[(float)head.Y],
            _z[(float)head.Z],
            Math.Clamp(_yaw[(float)head.Yaw], -HalfTurn, HalfTurn),
            Math.Clamp(_pitch[(float)head.Pitch], -AlmostUp, AlmostUp),
            Math.Clamp(_roll[(float)head.Roll], -HalfTurn, HalfTurn));
        return shaped.ToPose(pose);
    }
}
