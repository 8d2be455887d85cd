using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Filtering;

/// <summary>Parameters of <see cref="OneEuroFilter"/> for one quantity.</summary>
/// <param name="MinCutoff">Cut-off in Hz at rest: lower is steadier and slower.</param>
/// <param name="Beta">Hz of cut-off gained per unit of speed (degrees/s for rotation, m/s for translation): higher lags less in motion.</param>
/// <param name="DerivativeCutoff">Cut-off in Hz for the speed itself.</param>
public readonly record struct OneEuroParameters(float MinCutoff, float Beta, float DerivativeCutoff = 1)
{
    /// <summary>Defaults for degrees.</summary>
    public static OneEuroParameters Rotation { get; } = new(0.8f, 0.12f);

    /// <summary>Defaults for metres.</summary>
    public static OneEuroParameters Translation { get; } = new(0.8f, 12f);
}

/// <summary>
/// The One-Euro filter (Casiez, Roussel and Vogel 2012) on poses: a low-pass whose cut-off rises with speed,
/// fc = MinCutoff + Beta·|speed|, α = 1 / (1 + τ/dt), τ = 1 / (2π·fc).
/// </summary>
/// <remarks>
/// Rotations are filtered in the tangent space of the last output, q̂ ← q̂·Exp(α·Log(q̂⁻¹·q)), so that nothing special
/// happens at ±180° or in gimbal lock; their speed is the rotation vector between successive measurements over time.
/// </remarks>
public sealed class OneEuroFilter(OneEuroParameters rotation, OneEuroParameters translation) : IPoseFilter
{
    private const float DegreesPerRadian = 180 / MathF.PI;

    private bool _started;
    private HeadPose _lastMeasured;
    private HeadPose _lastOutput;
    private Vector3 _rotationSpeed;
    private Vector3 _translationSpeed;

    /// <summary>With the default parameters.</summary>
    public OneEuroFilter()
        : this(OneEuroParameters.Rotation, OneEuroParameters.Translation)
    {
    }

    /// <summary>May be changed from pose to pose; the output goes on from where it is.</summary>
    public OneEuroParameters Rotation { get; set; } = rotation;

    /// <summary>As <see cref="Rotation"/>, for the place.</summary>
    public OneEuroParameters Translation { get; set; } = translation;

    /// <inheritdoc/>
    public HeadPose Filter(in HeadPose measured)
    {
        if (!measured.IsValid) return _started ? _lastOutput : IPoseFilter.Unmoved(measured.Timestamp);
        var dt = (float)(measured.Timestamp - _lastMeasured.Timestamp).TotalSeconds;
        if (!_started || dt > IPoseFilter.LongestGap) return Start(measured);
        if (dt <= 0) return _lastOutput;

        var turn = Rotations.Log(Quaternion.Conjugate(_lastMeasured.Rotation) * measured.Rotation) * DegreesPerRadian;
        var rotationAlpha = Alpha(Rotation, turn / dt, dt, ref _rotationSpeed);
        var error = Rotations.Log(Quaternion.Conjugate(_lastOutput.Rotation) * measured.Rotation);
        var filtered = Quaternion.Normalize(_lastOutput.Rotation * Rotations.Exp(error * rotationAlpha));

        var position = measured.Translation;
        if (position is { } to && _lastMeasured.Translation is { } from && _lastOutput.Translation is { } smooth)
        {
            position = Vector3.Lerp(smooth, to, Alpha(Translation, (to - from) / dt, dt, ref _translationSpeed));
        }

        _lastMeasured = measured;
        return _lastOutput = measured with { Rotation = filtered, Translation = position };
    }

    /// <inheritdoc/>
    public void Reset() => _started = false;

    private static float Alpha(OneEuroParameters parameters, Vector3 speed, float dt, ref Vector3 smoothedSpeed)
    {
        smoothedSpeed = Vector3.Lerp(smoothedSpeed, speed, Smoothing(parameters.DerivativeCutoff, dt));
        return Smoothing(parameters.MinCutoff + parameters.Beta * smoothedSpeed.Length(), dt);
    }

    private static float Smoothing(float cutoff, float dt) => 1 / (1 + 1 / (2 * MathF.PI * cutoff * dt));

    private HeadPose Start(in HeadPose measured)
    {
        _started = true;
        _rotationSpeed = _translationSpeed = Vector3.Zero;
        return _lastMeasured = _lastOutput = measured;
    }
}
