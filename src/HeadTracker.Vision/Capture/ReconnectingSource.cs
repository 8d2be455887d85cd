using System.Diagnostics;

namespace HeadTracker.Capture;

/// <summary>
/// Keeps a live source alive: when it goes away this is reported, and opening it is tried again, after longer and longer
/// pauses, until it is back. Why it cannot be opened is told once for each reason. Its clock runs on meanwhile.
/// </summary>
internal sealed class ReconnectingSource : IFrameSource
{
    /// <summary>Who goes away sooner after a return has not really been back.</summary>
    private static readonly TimeSpan Steadiness = TimeSpan.FromSeconds(10);

    private readonly Func<CancellationToken, IFrameSource> _open;
    private readonly Action<string?> _report;
    private readonly TimeSpan _firstPause;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly HashSet<string> _reasons = [];
    private IFrameSource? _inner;
    private TimeSpan _pause;
    private long _returned;
    private bool _isAway, _isToldAway;

    /// <param name="open">Opens the source, or gives up when cancelled; also called at once.</param>
    /// <param name="report">Told one sentence when the source is away, and null when it is back. Called on the reading thread.</param>
    /// <param name="firstPause">How long the first pause lasts; each further one is twice as long, up to sixteen times.</param>
    /// <exception cref="UserErrorException">The source cannot be opened the first time.</exception>
    public ReconnectingSource(Func<CancellationToken, IFrameSource> open, Action<string?> report, TimeSpan? firstPause = null)
    {
        (_open, _report, _firstPause) = (open, report, firstPause ?? TimeSpan.FromSeconds(0.5));
        _inner = open(CancellationToken.None);
        (Name, FramesPerSecond) = (_inner.Name, _inner.FramesPerSecond);
    }

    public string Name { get; }

    public bool IsLive => true;

    public double FramesPerSecond { get; }

    public long? FrameCount => null;

    public bool TryRead(Frame frame, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            if (_inner is not null && _inner.TryRead(frame, cancellation))
            {
                if (_isAway) NoteReturn(frame.Arrived);
                frame.Timestamp = Stopwatch.GetElapsedTime(_start, frame.Arrived);
                return true;
            }

            if (cancellation.IsCancellationRequested) break;
            Close();
            if (!_isAway) NoteLoss();
            _pause = _pause == TimeSpan.Zero ? _firstPause : TimeSpan.FromTicks(Math.Min(2 * _pause.Ticks, 16 * _firstPause.Ticks));
            if (cancellation.WaitHandle.WaitOne(_pause)) break;
            Reopen(cancellation);
        }

        return false;
    }

    public void Dispose() => Close();

    private void Reopen(CancellationToken cancellation)
    {
        try
        {
            _inner = _open(cancellation);
        }
        catch (UserErrorException e)
        {
            if (!cancellation.IsCancellationRequested && _reasons.Add(e.Message)) Tell(e.Message);
        }
    }

    /// <summary>One that comes and goes is told of once, and asked less and less often.</summary>
    private void NoteLoss()
    {
        _isAway = true;
        if (_returned != 0 && Stopwatch.GetElapsedTime(_returned) < Steadiness) return;
        _pause = TimeSpan.Zero;
        _reasons.Clear();
        Tell($"{Name} went away; waiting for it to return.");
    }

    private void NoteReturn(long time)
    {
        (_isAway, _returned) = (false, time);
        if (_isToldAway) _report(null);
        _isToldAway = false;
    }

    private void Tell(string sentence)
    {
        _isToldAway = true;
        _report(sentence);
    }

    private void Close()
    {
        _inner?.Dispose();
        _inner = null;
    }
}
