using System.CommandLine;
using HeadTracker.Output;

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
        using var engines = _tracking.Models.Open(parsed);
        var request = new TrackRequest(
            parsed.GetValue(_tracking.Source)!, _tracking.CaptureOptions(parsed, pace: false), _tracking.TrackerOptions(parsed), Limit: parsed.GetValue(_tracking.Frames));
        var runs = parsed.GetValue(_repeat) ?? 3;
        for (var run = 0; run < runs && !interrupt.Token.IsCancellationRequested; run++)
        {
            var (summary, _) = HeadlessRun.Execute(engines, request, interrupt.Token);
            if (run == 0 && runs > 1) continue;
            if (parsed.GetValue(_json)) Console.WriteLine(summary.ToJsonLine());
            else RunReport.Print(summary, null);
        }

        return 0;
    }
}
