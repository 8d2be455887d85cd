namespace HeadTracker.Capture;

/// <summary>The times of a film's pictures, checked once, where they enter: finite, below a year, each later than the one before.</summary>
/// <remarks>
/// What a film states is kept wherever it can be, gaps of hours included: filters, driver monitoring and files shall see a gap as a gap.
/// A picture without a time follows the last one at the nominal rate. When the film's clock jumps back (films joined end to end, a counter that
/// begins anew), the pictures go on from the last one at the distances that the new clock states.
/// </remarks>
/// <param name="framesPerSecond">The nominal rate.</param>
internal sealed class FilmTimes(double framesPerSecond)
{
    /// <summary>What a decoder hands over for a picture whose time is not known.</summary>
    public static readonly TimeSpan Unknown = TimeSpan.MinValue;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>Further back than any codec puts pictures out of their order.</summary>
    private static readonly TimeSpan Reordering = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _step = TimeSpan.FromSeconds(1 / framesPerSecond);
    private TimeSpan _shift, _stated;
    private bool _isBehind;

    /// <summary>Of the last picture.</summary>
    public TimeSpan? Last { get; private set; }

    /// <summary>Seconds as a time, or <see cref="Unknown"/> for what can be no film's: damaged headers state centuries, and decoders NaN.</summary>
    public static TimeSpan Of(double seconds) => Math.Abs(seconds) < Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Unknown;

    /// <summary>The time of the next picture; the first one's is zero.</summary>
    /// <param name="stated">By the film, on its own clock, or <see cref="Unknown"/>.</param>
    public TimeSpan Next(TimeSpan stated)
    {
        var time = Last is { } last ? After(last, stated) : TimeSpan.Zero;
        if (Last is null && stated != Unknown) _shift = -stated;
        if (stated != Unknown) _stated = stated;
        Last = time;
        return time;
    }

    private TimeSpan After(TimeSpan last, TimeSpan stated)
    {
        if (stated == Unknown) return last + _step;
        var time = stated + _shift;
        var (wasBehind, advance) = (_isBehind, stated - _stated);
        _isBehind = time < last - Reordering;
        // A single picture far behind has a wrong time; a second one that goes on from there tells of another clock.
        if (_isBehind && wasBehind && advance > TimeSpan.Zero)
        {
            _shift += last + advance - time;
            _isBehind = false;
            return last + advance;
        }

        return time > last ? time : last + _step;
    }
}
