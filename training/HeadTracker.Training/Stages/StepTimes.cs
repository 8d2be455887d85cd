using System.Diagnostics;
using HeadTracker.Training.Distributed;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>Where the time of steps that several processes share goes. The first step, in which libraries get ready, does not count.</summary>
/// <param name="group">The processes; it measures its exchanges.</param>
/// <param name="device">Where they compute.</param>
public sealed class StepTimes(ProcessGroup group, Device device)
{
    private long _begun, _steps = -1;
    private TimeSpan _exchangedBefore, _drawing, _exchanging, _all;

    public void Begin() => (_begun, _exchangedBefore) = (Stopwatch.GetTimestamp(), group.Exchanging);

    /// <summary>The batch is read and augmented.</summary>
    public void Drawn()
    {
        if (_steps >= 0) _drawing += Stopwatch.GetElapsedTime(_begun);
    }

    public void End()
    {
        if (_steps++ < 0) return;
        _all += Stopwatch.GetElapsedTime(_begun);
        _exchanging += group.Exchanging - _exchangedBefore;
    }

    /// <summary>Behind a loss in a log.</summary>
    public override string ToString()
    {
        if (_steps < 1) return "";
        var (all, drawing, exchanging) = (_all.TotalSeconds / _steps, _drawing.TotalSeconds / _steps, _exchanging.TotalSeconds / _steps);
        return FormattableString.Invariant($"; {group.Count} processes, {all:0.000} s a step: {drawing:0.000} drawing the batch, ")
            + FormattableString.Invariant($"{all - drawing - exchanging:0.000} computing, {exchanging:0.000} exchanging ({exchanging / all:P1}) ")
            + group.RouteOf(device);
    }
}
