using System.CommandLine;
using HeadTracker.Capture;
using HeadTracker.CommandLine;
using HeadTracker.Inference;
using HeadTracker.Measurement;
using HeadTracker.Sessions;
using HeadTracker.Settings;
using HeadTracker.Tracking;
using OpenCvSharp;

namespace HeadTracker.Commands;

/// <summary><c>bench</c>: what the loop and each of its stages cost on this machine, for every combination of what is given.</summary>
internal sealed class BenchCommand : Verb
{
    private static readonly string Demo = FirstSource.DemoClip;

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

    private readonly NumberOption<double> _live = new("--live", 1, 1000,
        "Hand the frames over at this rate, as a camera does, instead of as fast as they are processed: for CPU use and latency. 30 is usual.", "FPS");

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
            new OptionGroup("Tracking", _tracking.Models.Detector, _tracking.Models.MinimumScore, _tracking.Models.FieldOfView, _tracking.Faces,
                _tracking.DetectEvery, _tracking.LookEvery),
            new OptionGroup("Measurement", _live, _frames, _repeat, _json),
        ]);
        Examples =
        [
            "bench                                                      the default model on the demo's clip",
            "bench --live 30                                            CPU use and latency at a camera's rate",
            "bench --threads 1 2 --size 640x480 1280x720                four combinations",
            "bench --source crowd.mp4 --faces all --json >bench.json    several faces at once",
        ];
        Validators.Add(result =>
        {
            foreach (var provider in result.GetValue(_providers)!)
            {
                if (!ExecutionProviders.Words.Contains(provider))
                {
                    result.AddError($"--provider takes {string.Join(", ", ExecutionProviders.Words.SkipLast(1))} or {ExecutionProviders.Words[^1]}, "
                        + $"not '{provider}'");
                }
            }

            if (result.GetValue(_threads)!.Any(count => count is < 0 or > 64)) result.AddError("--threads takes numbers from 0 to 64");
        });
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        using var interrupt = new Interrupt();
        var minimumScore = parsed.GetValue(_tracking.Models.MinimumScore);
        var request = new BenchRequest(
            parsed.GetValue(_source)!,
            parsed.GetValue(_models)!,
            [.. parsed.GetValue(_providers)!.Select(ExecutionProviders.Parse)],
            parsed.GetValue(_threads)!,
            parsed.GetValue(_sizes)!,
            (model, provider, threads) =>
                Engines.Open(model, parsed.GetValue(_tracking.Models.Detector)!, provider, minimumScore: minimumScore, threads: threads),
            _tracking.TrackerOptions(parsed, new CameraSettings { FieldOfView = parsed.GetValue(_tracking.Models.FieldOfView) }),
            parsed.GetValue(_live),
            parsed.GetValue(_frames) ?? 300,
            parsed.GetValue(_repeat));
        if (BenchRun.Execute(request, interrupt.Token) is not { } report)
        {
            Console.Error.WriteLine("Interrupted: nothing was measured to its end.");
            return 1;
        }

        if (parsed.GetValue(_json)) Console.Write(report.ToJson());
        else BenchTable.Print(report);
        return 0;
    }

    private static Size? Wrong(System.CommandLine.Parsing.ArgumentResult result, string text)
    {
        result.AddError($"--size takes sizes like 1280x720, not '{text}'");
        return null;
    }
}
