using System.CommandLine;
using System.CommandLine.Parsing;
using HeadTracker.Filtering;
using HeadTracker.Output;
using HeadTracker.Output.Network;
using HeadTracker.Replay;

namespace HeadTracker.Commands;

/// <summary><c>replay</c>: a recording again, through other filters and outputs.</summary>
internal sealed class ReplayCommand : Verb
{
    private readonly Argument<string> _file = new("recording") { HelpName = "FILE.jsonl", Description = "A poses.jsonl written by 'track --out'." };

    private readonly ChoiceOption _filter = new("--filter", "What steadies the measured poses.", [.. PoseFilters.Names]);

    private readonly PredictOption _predict = new();

    private readonly Option<string?> _output = new("--out", "-o") { HelpName = "DIR", Description = "Write poses.jsonl and poses.csv into this folder." };

    private readonly SendOption _send = new();

    private readonly NumberOption<double> _speed = new("--speed", 0.01, 1000, "How fast: 1 is real time. Default: 1 with --send, else as fast as possible.", "X");

    private readonly Option<bool> _compare = new("--compare") { Description = "Tell what each filter does to the recording: jitter at rest, lag and error in motion." };

    private readonly Option<bool> _json = new("--json") { Description = "Print the summary or the comparison as JSON on standard output." };

    public ReplayCommand()
        : base("replay", "Play recorded poses again, through another filter or to other outputs.")
    {
        Arguments.Add(_file);
        AddGroups(new OptionGroup("Filter", _filter, _predict), new OptionGroup("Output", _output, _send, _speed, _compare, _json));
        Validators.Add(NeedsSomethingToDo);
        Examples =
        [
            "replay out/poses.jsonl --send opentrack                in real time, to a game",
            "replay out/poses.jsonl --filter kalman --out kalman    through another filter, into files",
            "replay out/poses.jsonl --compare                       which filter suits this camera",
            "replay out/poses.jsonl --predict 50 --out ahead        with 50 ms of prediction",
        ];
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        using var interrupt = new Interrupt();
        var path = parsed.GetValue(_file)!;
        var recording = PoseRecording.Read(path);
        var (kind, ahead) = (PoseFilters.Parse(parsed.GetValue(_filter)!), _predict.In(parsed));
        if (parsed.GetValue(_compare))
        {
            TuningReport.Print(path, recording, ahead, parsed.GetValue(_json));
            return 0;
        }

        var destinations = parsed.GetValue(_send)!;
        using var folder = OpenFolder(parsed.GetValue(_output), path);
        using var files = folder is null ? null : new PoseFiles(folder);
        var senders = new List<UdpPoseSink>();
        try
        {
            foreach (var destination in destinations) senders.Add(new UdpPoseSink(destination, Console.Error.WriteLine));
            using var player = new RecordingPlayer(() => PoseFilters.Create(kind, ahead), [.. senders, .. files?.Sinks ?? []]);
            var played = player.Play(recording, parsed.GetValue(_speed) ?? (destinations.Length > 0 ? 1 : null), interrupt.Token);
            files?.Complete();
            // Closed first: an open file cannot be renamed on Windows.
            files?.Dispose();
            folder?.Commit();
            var summary = new ReplaySummary(
                path,
                played,
                recording.Take(played).Count(frame => frame.Faces.Count > 0),
                played > 0 ? (recording[played - 1].Time - recording[0].Time).TotalSeconds : 0,
                PoseFilters.NameOf(kind, ahead),
                interrupt.Token.IsCancellationRequested);
            Print(summary, folder?.Path, parsed.GetValue(_json));
        }
        finally
        {
            foreach (var sender in senders) sender.Dispose();
        }

        return 0;
    }

    private static OutputFolder? OpenFolder(string? output, string recording)
    {
        if (output is null) return null;
        if (Path.GetFullPath(Path.Combine(output, PoseFiles.Lines)) == Path.GetFullPath(recording))
        {
            throw new UserErrorException($"The results would replace the recording {recording} itself; give another folder with --out.");
        }

        return new OutputFolder(output);
    }

    private static void Print(ReplaySummary summary, string? folder, bool json)
    {
        if (json)
        {
            Console.Write(summary.ToJson());
            return;
        }

        Console.WriteLine($"{summary.Recording}: {summary.Frames} frames, {summary.FramesWithFace} with a face, {summary.Seconds:F1} s, filter {summary.Filter}{(summary.Interrupted ? ", interrupted" : "")}");
        if (folder is not null) Console.WriteLine($"Files: {folder}");
    }

    private void NeedsSomethingToDo(CommandResult result)
    {
        var plays = result.GetResult(_output) is not null || result.GetResult(_send) is { Implicit: false };
        var compares = result.GetValue(_compare);
        if (!plays && !compares) result.AddError("A replay needs --out DIR, --send PROTOCOL or --compare");
        if (plays && compares) result.AddError("--compare plays nothing; leave out --out and --send");
    }
}
