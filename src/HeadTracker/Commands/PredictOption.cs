using System.CommandLine;
using HeadTracker.CommandLine;
using HeadTracker.Filtering;

namespace HeadTracker.Commands;

/// <summary><c>--predict</c>: how far the filtered pose is carried on.</summary>
internal sealed class PredictOption() : NumberOption<double>(
    "--predict", 0, PredictingFilter.Longest.TotalMilliseconds,
        "Carry the pose on by this many milliseconds to hide latency, at the price of overshoot. Default: 0.", "MS")
{
    /// <summary>Zero when not asked for.</summary>
    public TimeSpan In(ParseResult parsed) => TimeSpan.FromMilliseconds(parsed.GetValue(this) ?? 0);
}
