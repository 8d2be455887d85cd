using System.CommandLine;
using HeadTracker.Capture;
using HeadTracker.CommandLine;
using HeadTracker.Dashboard;
using HeadTracker.Estimation;
using HeadTracker.Profiles;
using HeadTracker.Sessions;
using HeadTracker.Settings;

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

    private readonly Option<bool> _noVideo = new("--no-video") { Description = "No annotated.mp4 in the folder of --out, or of a recording." };

    private readonly SendOption _send = new();

    private readonly Option<bool> _attention = new("--attention")
    {
        Description = "Driver-monitoring demo: warn when the head looks away for too long. It sees heads, not eyes, and is no safety system.",
    };

    private readonly NumberOption<double> _calibrate = new("--calibrate-fov", 20, 300,
        "Only find the camera's field of view: look into the lens from this distance, measured from the lens to the bridge of your nose. "
            + "It is kept in the profile.", "CM");

    private readonly Option<bool> _headless = new("--headless")
    {
        Description = "No window. Files are then read as fast as they can be and no frame is dropped.",
    };

    private readonly Option<bool> _lines = new("--lines")
    {
        Description = "Print each frame's poses on standard output at once, as the lines of poses.jsonl, and no summary.",
    };

    private readonly DashboardOption _dashboard = new();

    private readonly DashboardToken _token = new();

    private readonly Option<bool> _noBrowser = new("--no-browser") { Description = "Do not open the dashboard in a browser." };

    private readonly Option<bool> _json = new("--json") { Description = "Print the summary as JSON on standard output." };

    public TrackCommand()
        : base("track", "Follow heads in a camera, video or stream, in a window or headless.")
    {
        AddGroups([.. _tracking.Groups, new OptionGroup("Output", _output, _noVideo, _send, _send.Unsure, _lines, _attention, _headless, _json),
            new OptionGroup("Camera", _calibrate),
            new OptionGroup("Dashboard", _dashboard, _token.Word, _token.File, _noBrowser)]);
        Examples =
        [
            "track                                          the first camera, in a window",
            "track --source \"C920\" --size 1920x1080         a camera by name",
            "track --source talk.mp4 --headless --out out   a video, as fast as it can be read",
            "track --send opentrack                         poses to a game on this machine",
            "track --headless --lines | ./my-program        poses to a program",
            "track --profile flight                         with settings of its own; edits count at once",
            "track --attention                              the driver-monitoring demo",
            "track --source talk.mp4 --loop                 a clip over and over",
            "track --calibrate-fov 60 --profile flight      the camera's field of view, from 60 cm",
            "track --dashboard                              in a browser: video, plots, settings",
            "track --source rtsp://door.local/1 --faces all  a network camera, everyone in it",
        ];
        Validators.Add(result =>
        {
            if (result.GetValue(_lines) && result.GetValue(_json)) result.AddError("--lines and --json both want standard output; leave one out");
            if (result.GetResult(_dashboard) is not { Implicit: false } && (_token.IsGiven(result) || result.GetResult(_noBrowser) is { Implicit: false }))
            {
                result.AddError("--token and --no-browser are about the dashboard; add --dashboard");
            }

            if (result.GetResult(_calibrate) is { Implicit: false }
                && new Option[] { _output, _send, _lines, _dashboard, _json }.Any(option => result.GetResult(option) is { Implicit: false }))
            {
                result.AddError("--calibrate-fov measures and does nothing else; leave out what writes, sends and shows");
            }

            if (result.GetValue(_noVideo) && result.GetValue(_output) is null && result.GetResult(_dashboard) is not { Implicit: false })
            {
                result.AddError("--no-video is about the files of --out; add --out DIR");
            }

            _token.Validate(result);
        });
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        using var interrupt = new Interrupt();
        var centimetres = parsed.GetValue(_calibrate);
        // Nobody watches a calibration, and a film's frames all count.
        var headless = parsed.GetValue(_headless) || centimetres is not null;
        var profile = _tracking.Profile.In(parsed);
        var settings = new LiveSettings(Overlay(parsed, profile?.Load() ?? TrackerSettings.Defaults));
        using var active = new ActiveProfile(profile, settings, edited => Overlay(parsed, edited), Console.Error.WriteLine);
        var first = parsed.IsGiven(_dashboard) && !headless && settings.Current.Camera.Source is null && !parsed.IsGiven(_tracking.Source)
            ? FirstSource.Among(CameraList.Find()) : null;
        var dashboard = !parsed.IsGiven(_dashboard) ? null
            : new DashboardRequest(parsed.GetValue(_dashboard) ?? DashboardAddress.Default, _token.In(parsed),
                Browse: !headless && Display.IsThere && !parsed.GetValue(_noBrowser), active) { Notice = first?.Notice };
        var sources = first is null ? _tracking.SourcesIn(parsed, settings.Current) : [first.Source];
        var request = new TrackRequest(
            sources,
            TrackingArguments.CaptureOptions(settings.Current.Camera, pace: !headless, parsed.GetValue(_tracking.Loop) || first?.Notice is not null),
            _tracking.TrackerOptions(parsed, TrackingArguments.WithKnownView(settings.Current.Camera, sources, Console.Error.WriteLine)),
            settings,
            parsed.GetValue(_output),
            parsed.GetValue(_tracking.Frames),
            parsed.GetValue(_lines),
            StaysOpen: dashboard is not null && !headless) { Profile = profile?.Path, WithFilm = !parsed.GetValue(_noVideo) };
        if (dashboard is not null) active.HoldForWriting();
        using var engines = _tracking.Models.Open(parsed, settings.Current.Model);
        if (centimetres is { } distance)
        {
            Keep(CalibrationRun.Execute(engines, request, distance, interrupt.Token), profile, settings.Current.Camera);
            return 0;
        }

        var (summary, folder, hasFailures, isLive) =
            dashboard is not null ? DashboardRun.Execute(engines, request, dashboard, interrupt.Token)
            : headless ? HeadlessRun.Execute(engines, request, interrupt.Token)
            : WindowRun.Execute(engines, request, interrupt.Token);
        if (active.Current is { } last && isLive) Remember(last, settings.Current.Camera);
        if (request.Lines) return hasFailures ? 1 : 0;
        if (parsed.GetValue(_json)) Console.Write(summary.ToJson());
        else RunReport.Print(summary, folder);
        return hasFailures ? 1 : 0;
    }

    private TrackerSettings Overlay(ParseResult parsed, TrackerSettings settings)
    {
        var tracking = _tracking.Overlay(parsed, settings);
        return tracking with
        {
            Outputs = parsed.IsGiven(_send) ? [.. parsed.GetValue(_send)!.Select(destination => destination.ToString())] : settings.Outputs,
            SendUnsure = parsed.GetValue(_send.Unsure) || settings.SendUnsure,
            Attention = parsed.GetValue(_attention) ? settings.Attention with { Enabled = true } : settings.Attention,
        };
    }

    private static void Keep(FoundFieldOfView found, Profile? profile, CameraSettings camera)
    {
        var degrees = MathF.Round(found.Degrees, 1);
        Console.WriteLine(FormattableString.Invariant(
            $"The camera sees {degrees}° across the picture's diagonal (half of all pictures say so to ±{found.Spread:0.0}°), for a face of average size."));
        if (profile is null) Console.WriteLine(FormattableString.Invariant($"Give --fov {degrees}, or calibrate with --profile NAME to keep it there."));
        else if (profile.Remember(camera with { FieldOfView = degrees }) is not null) Console.WriteLine($"{profile.Path} remembers it.");
    }

    /// <summary>The camera that worked, its size and exposure belong to the profile from now on.</summary>
    private static void Remember(Profile profile, CameraSettings camera)
    {
        try
        {
            if (profile.Remember(camera) is not { } remembered) return;
            Console.Error.WriteLine(remembered.Source == camera.Source
                ? $"{profile.Path} remembers the camera's settings."
                : $"{profile.Path} remembers the camera as {remembered.Source}, without user and password, which profiles never keep; "
                    + "give its whole address with --source at the next start too.");
        }
        catch (UserErrorException e)
        {
            // The run itself went well.
            Console.Error.WriteLine($"The camera's settings are not remembered: {e.Message}");
        }
    }
}
