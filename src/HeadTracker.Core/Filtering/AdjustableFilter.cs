using System.Diagnostics.CodeAnalysis;
using HeadTracker.Geometry;

namespace HeadTracker.Filtering;

/// <summary>The filter that options describe, followed by prediction; other options may be put in force from one pose to the next.</summary>
/// <remarks>New parameters go on from the present output, so that a slider can be dragged; another kind of filter starts afresh.</remarks>
public sealed class AdjustableFilter : IPoseFilter
{
    private FilterOptions _options;
    private IPoseFilter _steadying;
    private PredictingFilter _predicting;

    /// <summary>A filter that these options describe.</summary>
    /// <param name="options">Others may follow.</param>
    public AdjustableFilter(FilterOptions options) => Start(options);

    /// <summary>Setting the same options again costs nothing.</summary>
    public FilterOptions Options
    {
        get => _options;
        set
        {
            if (ReferenceEquals(value, _options)) return;
            if (value.Kind != _options.Kind)
            {
                Start(value);
                return;
            }

            _options = value;
            Apply();
        }
    }

    /// <inheritdoc/>
    public HeadPose Filter(in HeadPose measured)
    {
        var filtered = _predicting.Filter(measured);
        if (filtered.IsValid) return filtered;
        // A leap of kilometres between two neighbouring times carries velocities beyond everything; the past is worth nothing then.
        Reset();
        return _predicting.Filter(measured);
    }

    /// <inheritdoc/>
    public void Reset() => _predicting.Reset();

    [MemberNotNull(nameof(_options), nameof(_steadying), nameof(_predicting))]
    private void Start(FilterOptions options)
    {
        _options = options;
        _steadying = PoseFilters.Create(options.Kind);
        _predicting = new PredictingFilter(_steadying, TimeSpan.Zero);
        Apply();
    }

    private void Apply()
    {
        _predicting.Ahead = TimeSpan.FromMilliseconds(_options.PredictMs);
        switch (_steadying)
        {
            case OneEuroFilter filter:
                var euro = _options.OneEuro;
                filter.Rotation = new OneEuroParameters(euro.TurnCutoff, euro.TurnBeta);
                filter.Translation = new OneEuroParameters(euro.MoveCutoff, euro.MoveBeta);
                break;
            case AccelaFilter filter:
                (filter.DeadZone, filter.Smoothing) = (_options.Accela.DeadZone, _options.Accela.Smoothing);
                break;
            case KalmanFilter filter:
                var kalman = _options.Kalman;
                filter.Rotation = new KalmanParameters(kalman.TurnNoise, kalman.TurnAcceleration);
                filter.Translation = new KalmanParameters(kalman.MoveNoise, kalman.MoveAcceleration);
                break;
        }
    }
}
