using HeadTracker.Geometry;
using HeadTracker.Results;
using HeadTracker.Tracking;

namespace HeadTracker.Dashboard;

/// <summary>"The" face on the six axes, before and behind the response curves; null while nothing is sent.</summary>
/// <param name="Head">As recentred.</param>
/// <param name="Sent">As sent.</param>
internal sealed record AxesFigures(GameAxes? Head, GameAxes? Sent);

/// <summary>The newest pose on the axes that curves work on, for whoever looks.</summary>
/// <remarks>Written by the inference thread, read by any.</remarks>
internal sealed class LiveAxes : IPoseSink
{
    private readonly Lock _gate = new();
    private (GameAxes Head, GameAxes Sent)? _now;

    public AxesFigures Now
    {
        get
        {
            lock (_gate) return new(_now?.Head, _now?.Sent);
        }
    }

    public void Write(TrackingResult result)
    {
        (GameAxes, GameAxes)? now = result.Sent is { } face ? (GameAxes.From(face.Recentred), GameAxes.From(face.Output)) : null;
        lock (_gate) _now = now;
    }

    public void Dispose()
    {
    }
}
