using System.CommandLine;
using HeadTracker.Capture;
using HeadTracker.CommandLine;
using HeadTracker.Profiles;
using HeadTracker.Sessions;
using HeadTracker.Settings;
using HeadTracker.Tracking;

namespace HeadTracker.Commands;

/// <summary><c>demo</c>: something to see at once, on real faces.</summary>
internal sealed class DemoCommand : Verb
{
    private readonly ModelArguments _models = new();
    private readonly Option<string> _output = new("--out", "-o")
    {
        HelpName = "DIR",
        Description = "Folder for pictures, clip and summary. Default: demo-output.",
        DefaultValueFactory = _ => "demo-output",
    };

    private readonly Option<bool> _headless = new("--headless") { Description = "Photos and clip even if there is a camera and a display." };

    public DemoCommand()
        : base("demo", "Show what it does: live with the first camera, otherwise on bundled photos and a clip.")
    {
        AddGroups(_models.Group, new OptionGroup("Output", _output, _headless));
        Examples = ["demo", "demo --headless --out /tmp/demo"];
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        using var interrupt = new Interrupt();
        if (!parsed.GetValue(_headless) && Display.IsThere && CameraList.Find().FirstOrDefault(camera => camera.Problem is null) is { } camera)
        {
            using var live = _models.Open(parsed);
            var request = new TrackRequest([$"{camera.Number}"], new CaptureOptions(Pace: true),
                new TrackerOptions(FieldOfView: _models.FieldOfViewIn(parsed)), new LiveSettings(TrackerSettings.Defaults));
            RunReport.Print(WindowRun.Execute(live, request, interrupt.Token).Summary, null);
            return 0;
        }

        var output = Path.GetFullPath(parsed.GetValue(_output)!);
        var demo = new DemoRun(thorough => _models.Open(parsed, thorough), parsed.GetValue(_models.FieldOfView), output);
        demo.Execute(interrupt.Token);
        Console.WriteLine($"Everything is in {output}");
        if (!interrupt.Token.IsCancellationRequested) return 0;
        Console.Error.WriteLine("Interrupted: the demo is not whole.");
        return 1;
    }
}
