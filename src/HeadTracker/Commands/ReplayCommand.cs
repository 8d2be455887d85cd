using System.CommandLine;
using System.CommandLine.Parsing;
using HeadTracker.CommandLine;
using HeadTracker.Filtering;
using HeadTracker.Replay;
using HeadTracker.Serialization;
using HeadTracker.Settings;

namespace HeadTracker.Commands;

/// <summary><c>replay</c>: a recording again, through other filters and outputs.</summary>
internal sealed class ReplayCommand : Verb
{
    private readonly Argument<string> _file = new("recording") { HelpName = "FILE.jsonl", Description = "A poses.jsonl written by 'track --out'." };

    private readonly ChoiceOption _filter = new("--filter", "What steadies the measured poses.", [.. PoseFilters.Names]);

    private readonly PredictOption _predict = new();

    private readonly Option<string?> _output = new("--out", "-o") { HelpName = "DIR", Description = "Write poses.jsonl and poses.csv into this folder." };

    private readonly ProfileOption _profile = new();

    private readonly SendOption _send = new();

    private readonly Option<string?> _against =
        new("--against") { HelpName = "FILE.jsonl", Description = "Compare with another recording: difference of each angle, lag, jitter." };

    private readonly NumberOption<double> _recentreAt = new("--recentre-at", 0, 1e9, "Make the pose at this time zero, as the key R would have.", "SECONDS");

    private readonly Option<bool> _attention = new("--attention") { Description = "Run the driver-monitoring demo on the recording." };

    private readonly NumberOption<double> _speed =
        new("--speed", 0.01, 1000, "How fast: 1 is real time. Default: 1 with --send, else as fast as possible.", "X");

    private readonly Option<bool> _compare =
        new("--compare")
        {
            Description = "Tell what each filter does to the recording (jitter at rest, lag and error in motion), and which pivot keeps the head's place.",
        };

    private readonly Option<string?> _truth =
        new("--truth") { HelpName = "FILE", Description = "With --compare: where a rendered clip's neck truly was, its .truth.jsonl." };

    private readonly Option<bool> _json = new("--json") { Description = "Print the summary or the comparison as JSON on standard output." };

    public ReplayCommand()
        : base("replay", "Play recorded poses again, through another filter or to other outputs.")
    {
        Arguments.Add(_file);
        AddGroups(new OptionGroup("Poses", _profile, _filter, _predict, _recentreAt, _attention),
            new OptionGroup("Output", _output, _send, _send.Unsure, _speed, _compare, _truth, _against, _json));
        Validators.Add(NeedsSomethingToDo);
        Examples =
        [
            "replay out/poses.jsonl --send opentrack                in real time, to a game",
            "replay out/poses.jsonl --filter kalman --out kalman    through another filter, into files",
            "replay out/poses.jsonl --compare                       which filter suits this camera, and which pivot",
            "replay out/poses.jsonl --against kalman/poses.jsonl    what that changed",
            "replay out/poses.jsonl --profile flight --send opentrack   with a profile's curves",
            "replay out/poses.jsonl --predict 50 --out ahead        with 50 ms of prediction",
        ];
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        using var interrupt = new Interrupt();
        var path = parsed.GetValue(_file)!;
        if (parsed.GetValue(_against) is { } other)
        {
            ComparisonReport.Print(path, other, parsed.GetValue(_json));
            return 0;
        }

        var recording = PoseRecording.Read(path);
        var settings = SettingsIn(parsed);
        if (parsed.GetValue(_compare))
        {
            TuningReport.Print(path, recording, settings, parsed.GetValue(_truth) is { } truth ? TrueNecks.Read(truth) : null, parsed.GetValue(_json));
            return 0;
        }

        var request = new ReplayRequest(
            path,
            settings,
            parsed.GetValue(_output),
            parsed.GetValue(_speed),
            parsed.GetValue(_recentreAt) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            _profile.In(parsed)?.Path);
        var (summary, folder) = ReplayRun.Execute(recording, request, interrupt.Token);
        Print(summary, folder, parsed.GetValue(_json));
        return 0;
    }

    private TrackerSettings SettingsIn(ParseResult parsed)
    {
        var settings = _profile.In(parsed)?.Load() ?? TrackerSettings.Defaults;
        return settings with
        {
            Filter = settings.Filter with
            {
                Kind = parsed.IsGiven(_filter) ? WireName.Parse<PoseFilterKind>(parsed.GetValue(_filter)!)!.Value : settings.Filter.Kind,
                PredictMs = parsed.GetValue(_predict) ?? settings.Filter.PredictMs,
            },
            Outputs = parsed.IsGiven(_send) ? [.. parsed.GetValue(_send)!.Select(destination => destination.ToString())] : settings.Outputs,
            SendUnsure = parsed.GetValue(_send.Unsure) || settings.SendUnsure,
            Attention = parsed.GetValue(_attention) ? settings.Attention with { Enabled = true } : settings.Attention,
        };
    }

    private static void Print(ReplaySummary summary, string? folder, bool json)
    {
        if (json)
        {
            Console.Write(summary.ToJson());
            return;
        }

        Console.WriteLine($"{summary.Recording}: {summary.Frames} frames, {summary.FramesWithFace} with a face, {summary.Seconds:F1} s, "
            + $"filter {summary.Filter}{(summary.Interrupted ? ", interrupted" : "")}");
        if (folder is not null) Console.WriteLine($"Files: {folder}");
    }

    private void NeedsSomethingToDo(CommandResult result)
    {
        var plays = result.GetResult(_output) is not null || result.GetResult(_send) is { Implicit: false } || result.GetResult(_profile) is not null;
        var measures = result.GetValue(_compare) || result.GetResult(_against) is not null;
        if (!plays && !measures) result.AddError("A replay needs --out DIR, --send PROTOCOL, --compare or --against FILE");
        if (measures && (result.GetResult(_output) is not null || result.GetResult(_send) is { Implicit: false }))
        {
            result.AddError("--compare and --against play nothing; leave out --out and --send");
        }

        if (result.GetValue(_compare) && result.GetResult(_against) is not null)
        {
            result.AddError("--compare is about filters and --against about two recordings; leave one out");
        }

        if (result.GetResult(_truth) is not null && !result.GetValue(_compare)) result.AddError("--truth is for --compare; add it");
    }
}
