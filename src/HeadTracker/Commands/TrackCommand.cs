using System.CommandLine;

namespace HeadTracker.Commands;

/// <summary><c>track</c>: the live loop, in a window or headless.</summary>
internal sealed class TrackCommand : Verb
{
    private readonly TrackingArguments _tracking = new();

    private readonly Option<string?> _output = new("--out", "-o")
    {
        HelpName = "DIR",
        Description = "Write poses.jsonl, poses.csv, annotated.mp4 and summary.json into this folder.",
    };

    private readonly SendOption _send = new();

    private readonly Option<bool> _headless = new("--headless")
    {
        Description = "No window. Files are then read as fast as they can be and no frame is dropped.",
    };

    private readonly Option<bool> _lines = new("--lines")
    {
        Description = "Print each frame's poses on standard output at once, as the lines of poses.jsonl, and no summary.",
    };

    private readonly DashboardOption _dashboard = new();

    private readonly Option<string?> _token = new("--token")
    {
        HelpName = "WORD",
        Description = "What the dashboard's addresses begin with, so that programs can know them beforehand. Default: 32 random digits.",
    };

    private readonly Option<bool> _noBrowser = new("--no-browser") { Description = "Do not open the dashboard in a browser." };

    private readonly Option<bool> _json = new("--json") { Description = "Print the summary as JSON on standard output." };

    public TrackCommand()
        : base("track", "Follow heads in a camera, video or stream, in a window or headless.")
    {
        AddGroups([.. _tracking.Groups, new OptionGroup("Output", _output, _send, _lines, _headless, _json), new OptionGroup("Dashboard", _dashboard, _token, _noBrowser)]);
        Examples =
        [
            "track                                          the first camera, in a window",
            "track --source \"C920\" --size 1920x1080         a camera by name",
            "track --source talk.mp4 --headless --out out   a video, as fast as it can be read",
            "track --send opentrack                         poses to a game on this machine",
            "track --headless --lines | ./my-program        poses to a program",
            "track --dashboard                              in a browser: video, plots, settings",
            "track --source rtsp://door.local/1 --faces all a network camera, everyone in it",
        ];
        Validators.Add(result =>
        {
            if (result.GetValue(_lines) && result.GetValue(_json)) result.AddError("--lines and --json both want standard output; leave one out");
            if (result.GetResult(_dashboard) is null && (result.GetResult(_token) ?? result.GetResult(_noBrowser)) is not null) result.AddError("--token and --no-browser are about the dashboard; add --dashboard");
            if (result.GetValue(_token) is { } token && !IsToken(token)) result.AddError("--token takes 8 to 64 letters and digits: whoever knows it can see your camera");
        });
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        using var interrupt = new Interrupt();
        var headless = parsed.GetValue(_headless);
        var dashboard = parsed.GetResult(_dashboard) is null ? null
            : new DashboardRequest(parsed.GetValue(_dashboard)!, parsed.GetValue(_token), Browse: !headless && Display.IsThere && !parsed.GetValue(_noBrowser));
        var request = new TrackRequest(
            parsed.GetValue(_tracking.Source)!,
            _tracking.CaptureOptions(parsed, pace: !headless),
            _tracking.TrackerOptions(parsed),
            parsed.GetValue(_output),
            parsed.GetValue(_tracking.Frames),
            parsed.GetValue(_send),
            parsed.GetValue(_lines),
            StaysOpen: dashboard is not null && !headless);
        using var engines = _tracking.Models.Open(parsed);
        var (summary, folder) =
            dashboard is not null ? DashboardRun.Execute(engines, request, dashboard, interrupt.Token)
            : headless ? HeadlessRun.Execute(engines, request, interrupt.Token)
            : WindowRun.Execute(engines, request, interrupt.Token);
        if (request.Lines) return 0;
        if (parsed.GetValue(_json)) Console.Write(summary.ToJson());
        else RunReport.Print(summary, folder);
        return 0;
    }

    private static bool IsToken(string text) => text.Length is >= 8 and <= 64 && text.All(char.IsAsciiLetterOrDigit);
}
