namespace HeadTracker.Training.Quantisation;

/// <summary>Which part of the values seen during calibration the 256 steps are spent on; the rest saturates.</summary>
public enum RangeRule
{
    /// <summary>All of it.</summary>
    MinMax,

    /// <summary>All but 0.01 %.</summary>
    Percentile,

    /// <summary>The part with the least mean squared error of rounding and saturation together.</summary>
    SquaredError,

    /// <summary>The part whose 256 levels keep the distribution best, by Kullback–Leibler divergence (Migacz, GTC 2017).</summary>
    Entropy,
}
