using System.Diagnostics;

namespace HeadTracker.Capture;

/// <summary>Plays another source at its own rate: a frame is handed over when the time it carries has come.</summary>
/// <remarks>
/// Whoever asks late (the player was paused, the machine was busy) goes on from there; nothing is skipped to catch up. A gap in the film is
/// waited out for two seconds at most, as players do; the frames keep their times.
/// </remarks>
public sealed class PacedSource(IFrameSource inner) : WrappedSource(inner)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.25);

    // At very low rates, a few frames' time.
    private readonly TimeSpan _longestGap = TimeSpan.FromSeconds(Math.Max(2, 2 / inner.FramesPerSecond));
    private readonly Stopwatch _clock = new();
    private TimeSpan _offset;

    /// <inheritdoc/>
    public override bool TryRead(Frame frame, CancellationToken cancellation)
    {
        if (!Inner.TryRead(frame, cancellation)) return false;
        var reading = Stopwatch.GetTimestamp() - frame.Arrived;
        _clock.Start();
        var wait = frame.Timestamp + _offset - _clock.Elapsed;
        if (wait < -Patience) _offset -= wait;
        if (wait > _longestGap)
        {
            _offset -= wait - _longestGap;
            wait = _longestGap;
        }

        if (wait > TimeSpan.Zero && cancellation.WaitHandle.WaitOne(wait)) return false;
        // As if the picture had come just now: reading it counts, waiting for its time does not.
        frame.Arrived = Stopwatch.GetTimestamp() - reading;
        return true;
    }
}
