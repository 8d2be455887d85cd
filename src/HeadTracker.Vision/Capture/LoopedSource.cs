namespace HeadTracker.Capture;

/// <summary>A clip that begins anew at its end, for as long as it is read. Its clock goes on.</summary>
/// <remarks>A clip that breaks off or cannot be opened again ends the loop; one that is damaged is played again all the same.</remarks>
/// <param name="first">Owned from now on.</param>
/// <param name="open">Opens the same clip again.</param>
public sealed class LoopedSource(IFrameSource first, Func<IFrameSource> open) : IFrameSource
{
    private IFrameSource _current = first;
    private TimeSpan _last, _shift;
    private bool _isNew, _hasAny;

    /// <inheritdoc/>
    public string Name => _current.Name;

    /// <inheritdoc/>
    public bool IsLive => _current.IsLive;

    /// <inheritdoc/>
    public double FramesPerSecond => _current.FramesPerSecond;

    /// <inheritdoc/>
    public long? FrameCount => null;

    /// <inheritdoc/>
    public string? Problem => _current.Problem;

    /// <inheritdoc/>
    public int LeftOut => _current.LeftOut;

    /// <inheritdoc/>
    public bool TryRead(Frame frame, CancellationToken cancellation)
    {
        if (_current.TryRead(frame, cancellation)) return Stamp(frame);
        // A clip without a picture would be opened for ever.
        if (cancellation.IsCancellationRequested || !_hasAny) return false;
        var again = open();
        _current.Dispose();
        (_current, _isNew, _hasAny) = (again, true, false);
        return _current.TryRead(frame, cancellation) && Stamp(frame);
    }

    /// <inheritdoc/>
    public void Dispose() => _current.Dispose();

    private bool Stamp(Frame frame)
    {
        if (_isNew) _shift = _last + TimeSpan.FromSeconds(1 / FramesPerSecond) - frame.Timestamp;
        (_isNew, _hasAny) = (false, true);
        frame.Timestamp = _last = frame.Timestamp + _shift;
        return true;
    }
}
