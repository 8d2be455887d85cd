using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Filtering;

/// <summary>Parameters of <see cref="KalmanFilter"/> for one quantity, in its unit: degrees for rotation, metres for translation.</summary>
/// <param name="MeasurementNoise">Standard deviation of a measurement of confidence 1.</param>
/// <param name="Acceleration">Root of the spectral density of the head's acceleration, unit/s^1.5: higher follows faster and smooths less.</param>
public readonly record struct KalmanParameters(float MeasurementNoise, float Acceleration)
{
    /// <summary>Defaults for degrees.</summary>
    public static KalmanParameters Rotation { get; } = new(1.2f, 120f);

    /// <summary>Defaults for metres.</summary>
    public static KalmanParameters Translation { get; } = new(0.008f, 0.5f);
}

/// <summary>A constant-velocity Kalman filter on poses that trusts unsure measurements less.</summary>
/// <remarks>
/// Rotations use the error state: the estimate is carried on by its own angular velocity, q ← q·Exp(ω·dt), and the surprise
/// Log(q⁻¹·q_measured) is shared out between angle and velocity. Noise grows as 1/confidence, so that a blurred frame or a hand
/// before the face moves the output less than a clear one.
/// </remarks>
public sealed class KalmanFilter(KalmanParameters rotation, KalmanParameters translation) : IPoseFilter
{
    /// <summary>Standard deviations of the velocity at a start, degrees/s and m/s: a head in ordinary motion.</summary>
    private const float StartTurn = 100, StartSpeed = 0.3f;

    /// <summary>A measurement never counts for less than this: a filter that believes nothing never moves.</summary>
    private const float LeastConfidence = 0.1f;

    private bool _started;
    private HeadPose _output;
    private Vector3 _turnVelocity;
    private Vector3 _velocity;
    private KalmanAxis _turnAxis;
    private KalmanAxis _positionAxis;

    /// <summary>With the default parameters.</summary>
    public KalmanFilter()
        : this(KalmanParameters.Rotation, KalmanParameters.Translation)
    {
    }

    /// <summary>May be changed from pose to pose; the output goes on from where it is.</summary>
    public KalmanParameters Rotation { get; set; } = rotation;

    /// <summary>As <see cref="Rotation"/>, for the place.</summary>
    public KalmanParameters Translation { get; set; } = translation;

    /// <inheritdoc/>
    public HeadPose Filter(in HeadPose measured)
    {
        if (!measured.IsValid) return _started ? _output : IPoseFilter.Unmoved(measured.Timestamp);
        var dt = (float)(measured.Timestamp - _output.Timestamp).TotalSeconds;
        if (!_started || dt > IPoseFilter.LongestGap) return Start(measured);
        if (dt <= 0) return _output;

        var turned = UpdateRotation(measured, dt);
        var moved = UpdatePosition(measured, dt);
        return _output = measured with { Rotation = turned, Translation = moved };
    }

    /// <inheritdoc/>
    public void Reset() => _started = false;

    private Quaternion UpdateRotation(in HeadPose measured, float dt)
    {
        _turnAxis.Predict(dt, Square(Rotation.Acceleration));
        var gain = _turnAxis.Update(Variance(Rotation, measured.Confidence));

        var predicted = _output.Rotation * Rotations.Exp(_turnVelocity * dt);
        var surprise = Rotations.Log(Quaternion.Conjugate(predicted) * measured.Rotation);
        _turnVelocity += gain.Velocity * surprise;
        return Quaternion.Normalize(predicted * Rotations.Exp(gain.Position * surprise));
    }

    private Vector3? UpdatePosition(in HeadPose measured, float dt)
    {
        // A measurement without a place says nothing about it; the next one with a place starts it anew.
        if (measured.Translation is not { } place || _output.Translation is not { } last)
        {
            StartPosition(measured.Confidence);
            return measured.Translation;
        }

        _positionAxis.Predict(dt, Square(Translation.Acceleration));
        var gain = _positionAxis.Update(Variance(Translation, measured.Confidence));

        var predicted = last + _velocity * dt;
        _velocity += gain.Velocity * (place - predicted);
        return predicted + gain.Position * (place - predicted);
    }

    private HeadPose Start(in HeadPose measured)
    {
        _started = true;
        _turnVelocity = Vector3.Zero;
        _turnAxis = KalmanAxis.Start(Variance(Rotation, measured.Confidence), Square(StartTurn));
        StartPosition(measured.Confidence);
        return _output = measured;
    }

    private void StartPosition(float confidence)
    {
        _velocity = Vector3.Zero;
        _positionAxis = KalmanAxis.Start(Variance(Translation, confidence), Square(StartSpeed));
    }

    private static float Variance(KalmanParameters parameters, float confidence) =>
        Square(parameters.MeasurementNoise / MathF.Max(LeastConfidence, confidence));

    private static float Square(float value) => value * value;
}
