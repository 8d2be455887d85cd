namespace HeadTracker.Capture;

/// <summary>A source that can be exchanged for another one between two frames while the run goes on.</summary>
/// <remarks>
/// <see cref="Switch"/> may be called by any thread; the reading thread closes the old source and takes the new one with its next
/// frame. The new source's clock goes on where the old one's stopped, after a gap longer than a lost face is waited for, so that
/// nobody in the new pictures is taken for somebody in the old ones.
/// </remarks>
public sealed class SwitchableSource : IFrameSource
{
    private readonly Func<string, IFrameSource> _open;
    private readonly bool _waitAtEnd;
    private readonly TimeSpan _gap;
    private readonly AutoResetEvent _switched = new(false);
    private readonly Lock _gate = new();
    private IFrameSource _current;
    private IFrameSource? _next;
    private CancellationTokenSource? _interrupt;
    private TimeSpan _last;
    private TimeSpan _shift;
    private bool _isNew;
    private bool _isDisposed;
    private volatile bool _hasEnded;

    /// <param name="first">Owned from now on.</param>
    /// <param name="open">Opens a source by what <c>--source</c> takes.</param>
    /// <param name="waitAtEnd">Whether the end of a source is no end, but a wait for the next one.</param>
    /// <param name="gap">Between the clocks of two sources: longer than a lost face is waited for.</param>
    public SwitchableSource(IFrameSource first, Func<string, IFrameSource> open, bool waitAtEnd, TimeSpan gap) =>
        (_current, _open, _waitAtEnd, _gap) = (first, open, waitAtEnd, gap);

    /// <inheritdoc/>
    public string Name => _current.Name;

    /// <inheritdoc/>
    public bool IsLive => _current.IsLive;

    /// <inheritdoc/>
    public double FramesPerSecond => _current.FramesPerSecond;

    /// <inheritdoc/>
    public long? FrameCount => _current.FrameCount;

    /// <inheritdoc/>
    public string? Problem => _current.Problem;

    /// <inheritdoc/>
    public int LeftOut => _current.LeftOut;

    /// <summary>Whether the present source has no more pictures and the next one is waited for.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>Goes over to another source, or plays a file again. The present one goes on when this fails.</summary>
    /// <exception cref="UserErrorException">There is no such source, or it cannot be opened.</exception>
    public void Switch(string source)
    {
        var opened = _open(source);
        lock (_gate)
        {
            // Opening takes its time, and the run may have ended meanwhile.
            if (_isDisposed)
            {
                opened.Dispose();
                return;
            }

            _next?.Dispose();
            _next = opened;
            _interrupt?.Cancel();
            _switched.Set();
        }
    }

    /// <inheritdoc/>
    public bool TryRead(Frame frame, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            var interruption = TakeNext(cancellation);
            if (!_hasEnded && _current.TryRead(frame, interruption))
            {
                Stamp(frame);
                return true;
            }

            if (interruption.IsCancellationRequested) continue;
            _hasEnded = true;
            if (!_waitAtEnd) return false;
            WaitHandle.WaitAny([_switched, cancellation.WaitHandle]);
        }

        return false;
    }

    /// <summary>Whoever reads has stopped before: native decoders do not survive being disposed under a read.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            _current.Dispose();
            _next?.Dispose();
            _interrupt?.Dispose();
            _switched.Dispose();
        }
    }

    /// <summary>Makes the next source the present one if there is one.</summary>
    /// <returns>Cancelled as soon as there is another one, or none at all any more.</returns>
    private CancellationToken TakeNext(CancellationToken cancellation)
    {
        IFrameSource? old = null;
        CancellationToken interruption;
        lock (_gate)
        {
            if (_next is not null)
            {
                (old, _current, _next) = (_current, _next, null);
                (_isNew, _hasEnded) = (true, false);
                _interrupt?.Dispose();
                _interrupt = null;
            }

            _interrupt ??= CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            interruption = _interrupt.Token;
        }

        old?.Dispose();
        return interruption;
    }

    private void Stamp(Frame frame)
    {
        if (_isNew) _shift = _last + _gap - frame.Timestamp;
        _isNew = false;
        frame.Timestamp = _last = frame.Timestamp + _shift;
    }
}
