namespace HeadTracker.Attention;

/// <summary>Adds up the time away within the last so many seconds, in constant memory.</summary>
/// <remarks>
/// Time is cut into slices of 1/<see cref="SlicesPerSecond"/> s; each holds the seconds away in it. The sum is off by at most one
/// slice, at the window's old end.
/// </remarks>
internal sealed class AwayWindow(double seconds)
{
    private const int SlicesPerSecond = 20;

    private readonly double[] _slices = new double[(int)Math.Ceiling(seconds * SlicesPerSecond)];
    private long _newest = long.MinValue;

    /// <summary>Seconds away within the window.</summary>
    public double Sum { get; private set; }

    /// <summary>Moves the window's end to <paramref name="end"/> and counts the time from <paramref name="start"/> if it was spent away.</summary>
    public void Advance(double start, double end, bool away)
    {
        MoveTo(SliceAt(end));
        if (!away) return;

        var at = Math.Max(start, (double)(_newest - _slices.Length + 1) / SlicesPerSecond);
        while (at < end)
        {
            var slice = SliceAt(at);
            var until = Math.Min(end, (double)(slice + 1) / SlicesPerSecond);
            if (until <= at) until = Math.Min(end, (double)(++slice + 1) / SlicesPerSecond);
            ref var held = ref _slices[Index(slice)];
            held += until - at;
            Sum += until - at;
            at = until;
        }
    }

    public void Clear()
    {
        Array.Clear(_slices);
        Sum = 0;
    }

    private void MoveTo(long newest)
    {
        if (newest <= _newest) return;
        if (_newest == long.MinValue || newest - _newest >= _slices.Length)
        {
            Clear();
        }
        else
        {
            for (var slice = _newest + 1; slice <= newest; slice++)
            {
                ref var old = ref _slices[Index(slice)];
                Sum -= old;
                old = 0;
            }
        }

        _newest = newest;
    }

    private static long SliceAt(double time) => (long)Math.Floor(time * SlicesPerSecond);

    private int Index(long slice) => (int)((slice % _slices.Length + _slices.Length) % _slices.Length);
}
