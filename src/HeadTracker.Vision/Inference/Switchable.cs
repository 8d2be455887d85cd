namespace HeadTracker.Inference;

/// <summary>A stage that can be exchanged for another one between two calls while the run goes on.</summary>
/// <remarks>Owns the stages it is given. <see cref="Switch"/> may be called by any thread; the change is made by the one that does the work.</remarks>
internal abstract class Switchable<TStage>(TStage first) : INetworkStage
    where TStage : class, INetworkStage
{
    private TStage _current = first;
    private TStage? _next;
    private TimeSpan _earlier;

    public string Name => Newest.Name;

    public string Provider => Newest.Provider;

    /// <summary>Of all that have been used.</summary>
    public TimeSpan NetworkTime => _earlier + _current.NetworkTime;

    /// <summary>The one asked for last, which may not have worked yet.</summary>
    protected TStage Newest => _next ?? _current;

    /// <summary>Takes effect with the next call that does work.</summary>
    public void Switch(TStage next) => Interlocked.Exchange(ref _next, next)?.Dispose();

    public void Dispose()
    {
        _current.Dispose();
        _next?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The stage to work with now, the exchange made; for the working thread alone.</summary>
    protected TStage Latest()
    {
        if (_next is not null && Interlocked.Exchange(ref _next, null) is { } next)
        {
            var old = _current;
            _current = next;
            _earlier += old.NetworkTime;
            old.Dispose();
        }

        return _current;
    }
}
