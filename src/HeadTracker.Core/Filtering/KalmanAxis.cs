namespace HeadTracker.Filtering;

/// <summary>
/// Covariance of a constant-velocity Kalman filter, shared by the three axes of a quantity whose noise is the same in every
/// direction: the gains depend on times and variances only, never on the measurements.
/// </summary>
/// <remarks>
/// State (x, v) with x' = v and white acceleration of spectral density q (unit²/s³):
/// <code>F = [1 dt; 0 1],  Q = q·[dt³/3 dt²/2; dt²/2 dt],  H = [1 0],  K = P·Hᵀ/(P₁₁ + r)</code>
/// </remarks>
internal struct KalmanAxis
{
    private float _positionVariance;
    private float _covariance;
    private float _velocityVariance;

    /// <summary>After a first measurement: the position is as sure as it, the velocity is not known.</summary>
    public static KalmanAxis Start(float measurementVariance, float velocityVariance) =>
        new() { _positionVariance = measurementVariance, _velocityVariance = velocityVariance };

    /// <summary>Moves the covariance on by <paramref name="dt"/> seconds.</summary>
    public void Predict(float dt, float accelerationDensity)
    {
        _positionVariance += dt * (2 * _covariance + dt * _velocityVariance) + accelerationDensity * dt * dt * dt / 3;
        _covariance += dt * _velocityVariance + accelerationDensity * dt * dt / 2;
        _velocityVariance += accelerationDensity * dt;
    }

    /// <summary>Takes in a measurement and says which shares of its surprise go to the position and (per second) to the velocity.</summary>
    public (float Position, float Velocity) Update(float measurementVariance)
    {
        var innovation = _positionVariance + measurementVariance;
        var gain = (Position: _positionVariance / innovation, Velocity: _covariance / innovation);
        _velocityVariance -= gain.Velocity * _covariance;
        _covariance *= 1 - gain.Position;
        _positionVariance *= 1 - gain.Position;
        return gain;
    }
}
