using System.CommandLine;
using HeadTracker.Output;
using HeadTracker.Settings;

namespace HeadTracker.Commands;

/// <summary><c>bench</c>: what each stage costs on this machine.</summary>
internal sealed class BenchCommand : Verb
{
    private readonly TrackingArguments _tracking = new();

    private readonly NumberOption<int> _repeat = new("--repeat", 1, 1000, "Runs; of several, the first warms up and is not reported. Default: 3.");

    private readonly Option<bool> _json = new("--json") { Description = "Print the summaries as JSON lines." };

    public BenchCommand()
        : base("bench", "Measure every stage on a video or folder of pictures, frame by frame, as fast as this machine can.")
    {
        AddGroups([.. _tracking.Groups, new OptionGroup("Measurement", _repeat, _json)]);
        Examples = ["bench --source clip.mp4", "bench --source clip.mp4 --provider cpu --repeat 5"];
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        using var interrupt = new Interrupt();
        var settings = _tracking.SettingsIn(parsed);
        using var engines = _tracking.Models.Open(parsed, settings.Model);
        var request = new TrackRequest(
            _tracking.SourcesIn(parsed, settings),
            TrackingArguments.CaptureOptions(settings.Camera, pace: false),
            _tracking.TrackerOptions(parsed, settings.Camera),
            new LiveSettings(settings with { Outputs = [], Attention = new() }),
            Limit: parsed.GetValue(_tracking.Frames));
        var runs = parsed.GetValue(_repeat) ?? 3;
        for (var run = 0; run < runs && !interrupt.Token.IsCancellationRequested; run++)
        {
            var (summary, _, _) = HeadlessRun.Execute(engines, request, interrupt.Token);
            if (run == 0 && runs > 1) continue;
            if (parsed.GetValue(_json)) Console.WriteLine(summary.ToJsonLine());
            else RunReport.Print(summary, null);
        }

        return 0;
    }
}
