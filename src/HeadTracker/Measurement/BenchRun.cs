using System.Diagnostics;
using HeadTracker.Capture;
using HeadTracker.Inference;
using HeadTracker.Tracking;
using Microsoft.ML.OnnxRuntime;
using OpenCvSharp;

namespace HeadTracker.Measurement;

/// <summary>What to measure: every combination of models, providers, threads and sizes.</summary>
/// <param name="Sources">As <c>--source</c>; no camera.</param>
/// <param name="Threads">CPU threads of a network's run; 0 for as many as pay.</param>
/// <param name="Sizes">Of the frames; null for the source's own.</param>
/// <param name="Open">Opens the models of a combination.</param>
/// <param name="Live">Frames per second to hand over as a camera does; null for as fast as they are processed.</param>
/// <param name="Frames">Of a run; the source is played there and back.</param>
/// <param name="Repeat">Runs of each combination; null for the usual number.</param>
internal sealed record BenchRequest(
    IReadOnlyList<string> Sources,
    IReadOnlyList<string> Models,
    IReadOnlyList<ExecutionProvider> Providers,
    IReadOnlyList<int> Threads,
    IReadOnlyList<Size?> Sizes,
    Func<string, ExecutionProvider, int, Engines> Open,
    TrackerOptions Tracker,
    double? Live,
    int Frames,
    int? Repeat);

/// <summary>Measures every combination, by turns, so that whatever else the machine does falls on all of them alike.</summary>
internal static class BenchRun
{
    /// <returns>Null when it was stopped.</returns>
    /// <exception cref="UserErrorException">A source or model cannot be opened, or the source is a camera.</exception>
    public static BenchReport? Execute(BenchRequest request, CancellationToken stop)
    {
        var owned = new Stack<IDisposable>();
        try
        {
            var benches = Open(request, owned);
            var runs = request.Repeat ?? (request.Live is null ? 3 : 1);
            // Live runs are long, and the warm-up of each is left out of its CPU and allocation.
            for (var run = request.Live is null ? -1 : 0; run < runs; run++)
            {
                foreach (var bench in benches)
                {
                    if (stop.IsCancellationRequested) return null;
                    bench.Run(counts: run >= 0, stop);
                }
            }

            using var process = Process.GetCurrentProcess();
            return new BenchReport(
                Environment.ProcessorCount, OrtEnv.Instance().GetVersionString(), process.PeakWorkingSet64 / 1e6, [.. benches.Select(bench => bench.Result())]);
        }
        finally
        {
            while (owned.TryPop(out var item)) item.Dispose();
        }
    }

    private static List<PipelineBench> Open(BenchRequest request, Stack<IDisposable> owned)
    {
        var clips = new List<BenchClip>();
        foreach (var size in request.Sizes)
        {
            using var source = FrameSources.Open(request.Sources, new CaptureOptions(), _ => { });
            if (source.IsLive)
            {
                throw new UserErrorException("bench needs the same pictures again and again, so no camera; name a file, and --live for a camera's rate.");
            }

            var clip = new BenchClip(source, size, request.Frames, request.Live ?? CaptureOptions.DefaultFramesPerSecond);
            owned.Push(clip);
            clips.Add(clip);
        }

        var benches = new List<PipelineBench>();
        foreach (var model in request.Models)
        {
            foreach (var provider in request.Providers)
            {
                foreach (var threads in request.Threads)
                {
                    var engines = request.Open(model, provider, threads);
                    owned.Push(engines);
                    benches.AddRange(clips.Select(clip =>
                        new PipelineBench(new BenchCase(model, provider, threads, clip.Size), engines.Detector, engines.Estimator, clip,
                            request.Tracker, request.Live)));
                }
            }
        }

        return benches;
    }
}
