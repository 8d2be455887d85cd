using HeadTracker.Serialization;

namespace HeadTracker.Filtering;

/// <summary>Which filter steadies the poses, and the parameters of each, so that switching back finds them as they were.</summary>
public sealed record FilterOptions
{
    /// <summary>The filter in force.</summary>
    [Setting("What steadies the poses.")]
    public PoseFilterKind Kind { get; init; } = PoseFilterKind.OneEuro;

    /// <summary>Milliseconds; 0 for no prediction.</summary>
    [Setting("Carries the pose on by this many milliseconds to hide latency, at the price of overshoot.", Minimum = 0, Maximum = 150)]
    public double PredictMs { get; init; }

    /// <summary>Kept while another filter is in force.</summary>
    public OneEuroOptions OneEuro { get; init; } = new();

    /// <summary>Kept while another filter is in force.</summary>
    public AccelaOptions Accela { get; init; } = new();

    /// <summary>Kept while another filter is in force.</summary>
    public KalmanOptions Kalman { get; init; } = new();
}

/// <summary>Parameters of <see cref="OneEuroFilter"/>.</summary>
public sealed record OneEuroOptions
{
    /// <summary>As <see cref="OneEuroParameters.MinCutoff"/>, Hz.</summary>
    [Setting("Cut-off at rest for turning, Hz: lower is steadier and slower.", Minimum = 0.01, Maximum = 30)]
    public float TurnCutoff { get; init; } = OneEuroParameters.Rotation.MinCutoff;

    /// <summary>As <see cref="OneEuroParameters.Beta"/>, Hz per degree/s.</summary>
    [Setting("Hz of cut-off gained per degree/s of turning: higher lags less in motion.", Minimum = 0, Maximum = 10)]
    public float TurnBeta { get; init; } = OneEuroParameters.Rotation.Beta;

    /// <summary>As <see cref="OneEuroParameters.MinCutoff"/>, Hz.</summary>
    [Setting("Cut-off at rest for moving, Hz.", Minimum = 0.01, Maximum = 30)]
    public float MoveCutoff { get; init; } = OneEuroParameters.Translation.MinCutoff;

    /// <summary>As <see cref="OneEuroParameters.Beta"/>, Hz per m/s.</summary>
    [Setting("Hz of cut-off gained per m/s of moving.", Minimum = 0, Maximum = 1000)]
    public float MoveBeta { get; init; } = OneEuroParameters.Translation.Beta;
}

/// <summary>Parameters of <see cref="AccelaFilter"/>.</summary>
public sealed record AccelaOptions
{
    /// <summary>Degrees, or centimetres.</summary>
    [Setting("Degrees (or centimetres) around the last output that count as no motion.", Minimum = 0, Maximum = 10)]
    public float DeadZone { get; init; } = AccelaFilter.DefaultDeadZone;

    /// <summary>Divides the distance still to go.</summary>
    [Setting("Higher is steadier and slower.", Minimum = 0.1, Maximum = 20)]
    public float Smoothing { get; init; } = AccelaFilter.DefaultSmoothing;
}

/// <summary>Parameters of <see cref="KalmanFilter"/>.</summary>
public sealed record KalmanOptions
{
    /// <summary>Standard deviation of a measured angle of confidence 1, degrees.</summary>
    [Setting("Noise of a measured angle, degrees: higher is steadier and slower.", Minimum = 0.01, Maximum = 30)]
    public float TurnNoise { get; init; } = KalmanParameters.Rotation.MeasurementNoise;

    /// <summary>As <see cref="KalmanParameters.Acceleration"/>, degrees/s^1.5.</summary>
    [Setting("How suddenly heads turn, degrees/s^1.5: higher follows faster.", Minimum = 1, Maximum = 5000)]
    public float TurnAcceleration { get; init; } = KalmanParameters.Rotation.Acceleration;

    /// <summary>Standard deviation of a measured place of confidence 1, metres.</summary>
    [Setting("Noise of a measured place, metres.", Minimum = 0.0001, Maximum = 1)]
    public float MoveNoise { get; init; } = KalmanParameters.Translation.MeasurementNoise;

    /// <summary>As <see cref="KalmanParameters.Acceleration"/>, m/s^1.5.</summary>
    [Setting("How suddenly heads move, m/s^1.5.", Minimum = 0.001, Maximum = 100)]
    public float MoveAcceleration { get; init; } = KalmanParameters.Translation.Acceleration;
}
