using System.CommandLine;
using HeadTracker.Capture;
using HeadTracker.CommandLine;
using HeadTracker.Inference;
using HeadTracker.Measurement;
using HeadTracker.Settings;
using HeadTracker.Tracking;
using Microsoft.ML.OnnxRuntime;
using OpenCvSharp;

namespace HeadTracker.Commands;

/// <summary><c>bench</c>: what the loop and each of its stages cost on this machine, for every combination of what is given.</summary>
internal sealed class BenchCommand : Verb
{
    private static readonly string Demo = Path.Combine(ModelFiles.Folder, "demo", "turning-head.mp4");

    private readonly TrackingArguments _tracking = new();

    private readonly Option<string[]> _source = new("--source", "-s")
    {
        HelpName = "NAME", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [Demo],
        Description = "Video file, picture, folder or 'pattern*.jpg'. Default: the demo's clip.",
    };

    private readonly Option<string[]> _models = new("--model", "-m")
    {
        HelpName = "NAME", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [Engines.DefaultModel],
        Description = "Pose models, or 'landmarks'. Default: the one that tracking takes.",
    };

    private readonly Option<string[]> _providers = new("--provider")
    {
        HelpName = string.Join('|', ExecutionProviders.Words), AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => ["auto"],
        Description = "What runs the networks. Default: auto, the best that works.",
    };

    private readonly Option<int[]> _threads = new("--threads")
    {
        HelpName = "N", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [0],
        Description = "CPU threads of a network's run. Default: 0, as many as pay.",
    };

    private readonly Option<Size?[]> _sizes = new("--size")
    {
        HelpName = "WxH", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [null],
        Description = "Frame sizes to scale the source to. Default: its own.",
        CustomParser = result => [.. result.Tokens.Select(token => TrackingArguments.TryParseSize(token.Value) ?? Wrong(result, token.Value))],
    };

    private readonly NumberOption<double> _live = new("--live", 1, 1000, "Hand the frames over at this rate, as a camera does, instead of as fast as they are processed: for CPU use and latency. 30 is usual.", "FPS");

    private readonly NumberOption<int> _frames = new("--frames", 60, 1_000_000, "Frames of a run; the source is played there and back. Default: 300.");

    private readonly NumberOption<int> _repeat = new("--repeat", 1, 1000, "Runs of each combination, taken by turns. Default: 3, with --live 1.");

    private readonly Option<bool> _json = new("--json") { Description = "Print the whole measurement as JSON." };

    public BenchCommand()
        : base("bench", "Measure the loop and every stage of it on this machine, frame by frame.")
    {
        AddGroups(
        [
            new OptionGroup("What to compare: every combination is measured, by turns", _models, _providers, _threads, _sizes),
            new OptionGroup("Source", _source),
            new OptionGroup("Tracking", _tracking.Models.Detector, _tracking.Models.MinimumScore, _tracking.Models.FieldOfView, _tracking.Faces, _tracking.DetectEvery, _tracking.LookEvery),
            new OptionGroup("Measurement", _live, _frames, _repeat, _json),
        ]);
        Examples =
        [
            "bench                                                      the default model on the demo's clip",
            "bench --live 30                                            CPU use and latency at a camera's rate",
            "bench --model pose-r18w32-112 pose-r18w32-112-int8 --threads 1 2 --size 640x480 1280x720",
            "bench --source crowd.mp4 --faces all --json >bench.json    several faces at once",
        ];
        Validators.Add(result =>
        {
            foreach (var provider in result.GetValue(_providers)!)
            {
                if (!ExecutionProviders.Words.Contains(provider)) result.AddError($"--provider takes {string.Join(", ", ExecutionProviders.Words.SkipLast(1))} or {ExecutionProviders.Words[^1]}, not '{provider}'");
            }

            if (result.GetValue(_threads)!.Any(count => count is < 0 or > 64)) result.AddError("--threads takes numbers from 0 to 64");
        });
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        using var interrupt = new Interrupt();
        var live = parsed.GetValue(_live);
        var owned = new Stack<IDisposable>();
        try
        {
            var benches = Open(parsed, live, owned);
            var runs = parsed.GetValue(_repeat) ?? (live is null ? 3 : 1);
            // Live runs are long, and the warm-up of each is left out of its CPU and allocation.
            for (var run = live is null ? -1 : 0; run < runs; run++)
            {
                foreach (var bench in benches)
                {
                    if (interrupt.Token.IsCancellationRequested) return 1;
                    bench.Run(counts: run >= 0, interrupt.Token);
                }
            }

            var peak = System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;
            var report = new BenchReport(Environment.ProcessorCount, OrtEnv.Instance().GetVersionString(), peak, [.. benches.Select(bench => bench.Result())]);
            if (parsed.GetValue(_json)) Console.Write(report.ToJson());
            else BenchTable.Print(report);
            return 0;
        }
        finally
        {
            while (owned.TryPop(out var item)) item.Dispose();
        }
    }

    private List<PipelineBench> Open(ParseResult parsed, double? live, Stack<IDisposable> owned)
    {
        var clips = new List<BenchClip>();
        foreach (var size in parsed.GetValue(_sizes)!)
        {
            using var source = FrameSources.Open(parsed.GetValue(_source)!, new CaptureOptions(), _ => { });
            if (source.IsLive) throw new UserErrorException("bench needs the same pictures again and again, so no camera; name a file, and --live for a camera's rate.");
            var clip = new BenchClip(source, size, parsed.GetValue(_frames) ?? 300, live ?? CaptureOptions.DefaultFramesPerSecond);
            owned.Push(clip);
            clips.Add(clip);
        }

        var options = _tracking.TrackerOptions(parsed, new CameraSettings { FieldOfView = parsed.GetValue(_tracking.Models.FieldOfView) });
        var benches = new List<PipelineBench>();
        foreach (var model in parsed.GetValue(_models)!)
        {
            foreach (var provider in parsed.GetValue(_providers)!.Select(ExecutionProviders.Parse))
            {
                foreach (var threads in parsed.GetValue(_threads)!)
                {
                    var engines = Engines.Open(model, parsed.GetValue(_tracking.Models.Detector)!, provider, minimumScore: parsed.GetValue(_tracking.Models.MinimumScore), threads: threads);
                    owned.Push(engines);
                    foreach (var clip in clips)
                        benches.Add(new PipelineBench(new BenchCase(model, provider, threads, clip.Size), engines.Detector, engines.Estimator, clip, options, live));
                }
            }
        }

        return benches;
    }

    private static Size? Wrong(System.CommandLine.Parsing.ArgumentResult result, string text)
    {
        result.AddError($"--size takes sizes like 1280x720, not '{text}'");
        return null;
    }
}
