using System.Diagnostics;
using HeadTracker.Results;
using HeadTracker.Tracking;

namespace HeadTracker.Measurement;

/// <summary>What the whole process spends from one frame of a run to its end, once everything is warm.</summary>
/// <param name="firstFrame">The frame after which counting starts.</param>
public sealed class SteadyMeter(long firstFrame) : IPoseSink
{
    private long _frames;
    private (long Time, TimeSpan Processor, long Allocated) _start, _end;

    /// <summary>Frames that count.</summary>
    public long Frames => Math.Max(0, _frames - firstFrame);

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start.Time, _end.Time);

    /// <summary>Of all threads: capture, decoding, inference, output, the runtime's own.</summary>
    public TimeSpan ProcessorTime => _end.Processor - _start.Processor;

    /// <summary>Bytes on the managed heap.</summary>
    public long Allocated => _end.Allocated - _start.Allocated;

    public void Write(TrackingResult result)
    {
        if (++_frames == firstFrame) _start = Now();
    }

    /// <summary>Call it after the run.</summary>
    public void Stop() => _end = _frames > firstFrame ? Now() : _start;

    public void Dispose()
    {
    }

    private static (long Time, TimeSpan Processor, long Allocated) Now() =>
        (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true));
}
