using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Filtering;

/// <summary>
/// opentrack's Accela idea on poses: the output chases the measurement with a speed that grows steeply with the distance
/// still to go, and stands still inside a small dead zone.
/// </summary>
/// <remarks>
/// Distance is the geodesic angle in degrees, or centimetres for translation; what exceeds the dead zone is divided by the
/// smoothing and looked up in a curve of speeds per second. A step never passes the measurement.
/// </remarks>
public sealed class AccelaFilter(float deadZone = AccelaFilter.DefaultDeadZone, float smoothing = AccelaFilter.DefaultSmoothing) : IPoseFilter
{
    /// <summary>Degrees (or centimetres) around the last output that count as no motion.</summary>
    public const float DefaultDeadZone = 0.03f;

    /// <summary>Divides the distance before the curve: higher is steadier and slower.</summary>
    public const float DefaultSmoothing = 1.5f;

    private const float DegreesPerRadian = 180 / MathF.PI;
    private const float CentimetresPerMetre = 100;

    private bool _started;
    private HeadPose _lastOutput;

    /// <summary>May be changed from pose to pose; the output goes on from where it is.</summary>
    public float DeadZone { get; set; } = deadZone;

    /// <summary>Divides the distance before the curve; may be changed as <see cref="DeadZone"/>.</summary>
    public float Smoothing { get; set; } = smoothing;

    /// <inheritdoc/>
    public HeadPose Filter(in HeadPose measured)
    {
        if (!measured.IsValid) return _started ? _lastOutput : IPoseFilter.Unmoved(measured.Timestamp);
        var dt = (float)(measured.Timestamp - _lastOutput.Timestamp).TotalSeconds;
        if (!_started || dt > IPoseFilter.LongestGap)
        {
            _started = true;
            return _lastOutput = measured;
        }

        if (dt <= 0) return _lastOutput;

        var turn = Rotations.Log(Quaternion.Conjugate(_lastOutput.Rotation) * measured.Rotation);
        var rotation = Quaternion.Normalize(_lastOutput.Rotation * Rotations.Exp(turn * Share(turn.Length() * DegreesPerRadian, dt)));

        var position = measured.Translation;
        if (position is { } to && _lastOutput.Translation is { } from)
        {
            position = Vector3.Lerp(from, to, Share(Vector3.Distance(from, to) * CentimetresPerMetre, dt));
        }

        return _lastOutput = measured with { Rotation = rotation, Translation = position };
    }

    /// <inheritdoc/>
    public void Reset() => _started = false;

    /// <summary>How much of a distance is covered in <paramref name="dt"/> seconds, 0 to 1.</summary>
    private float Share(float distance, float dt) =>
        distance <= DeadZone ? 0 : MathF.Min(1, AccelaCurve.SpeedAt((distance - DeadZone) / Smoothing) * dt / distance);
}
