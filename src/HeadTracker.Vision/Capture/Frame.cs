using System.Diagnostics;
using HeadTracker.Contract;
using OpenCvSharp;

namespace HeadTracker.Capture;

/// <summary>One picture of a source with its time. It owns its pixels; disposing gives it back to its pool.</summary>
/// <remarks>Whoever holds a frame last disposes it, exactly once, and touches it no more.</remarks>
public sealed class Frame : IDisposable
{
    private readonly Pool<Frame> _pool;

    private Frame(Pool<Frame> pool) => _pool = pool;

    /// <summary>A pool whose frames keep their pixel buffers from one use to the next.</summary>
    public static Pool<Frame> NewPool() => new(pool => new Frame(pool), frame => frame.Image.Dispose());

    /// <summary>(height, width, 3) bytes, B G R.</summary>
    public Mat Image { get; } = new();

    /// <summary>The same pixels as networks read them.</summary>
    public BgrImage Pixels => Image.AsBgr();

    /// <summary>Number of the frame in its source, from 0; frames that were dropped leave gaps.</summary>
    public long Index { get; set; }

    /// <summary>When the picture was taken, on the source's own clock: since the start for cameras, the position in the file for videos.</summary>
    public TimeSpan Timestamp { get; set; }

    /// <summary>
    /// <see cref="Stopwatch"/> ticks at which the picture was there to be had: the driver had it, or reading it from the file
    /// began. Latencies count from here.
    /// </summary>
    public long Arrived { get; set; }

    /// <summary>How long it took from there until the pixels were in <see cref="Image"/>.</summary>
    public TimeSpan Reading { get; set; }

    /// <summary>Gives it back to its pool.</summary>
    public void Dispose() => _pool.Return(this);
}
