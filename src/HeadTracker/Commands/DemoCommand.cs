using System.CommandLine;
using HeadTracker.Capture;
using HeadTracker.CommandLine;
using HeadTracker.Geometry;
using HeadTracker.Inference;
using HeadTracker.Output;
using HeadTracker.Profiles;
using HeadTracker.Sessions;
using HeadTracker.Settings;
using HeadTracker.Tracking;
using OpenCvSharp;

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
            var request = new TrackRequest([$"{camera.Number}"], new CaptureOptions(Pace: true), new TrackerOptions(FieldOfView: _models.FieldOfViewIn(parsed)), new LiveSettings(TrackerSettings.Defaults));
            RunReport.Print(WindowRun.Execute(live, request, interrupt.Token).Summary, null);
            return 0;
        }

        var output = Path.GetFullPath(parsed.GetValue(_output)!);
        var summary = new DemoSummary(
            RunPhotos(parsed, output, interrupt.Token),
            interrupt.Token.IsCancellationRequested ? null : RunClip(parsed, Path.Combine(output, "turning-head"), interrupt.Token));
        using var folder = new OutputFolder(output);
        folder.Guard(() => File.WriteAllText(folder.Begin("summary.json"), summary.ToJson()));
        folder.Commit();
        Console.WriteLine($"Everything is in {output}");
        return 0;
    }

    private List<ImageResult> RunPhotos(ParseResult parsed, string output, CancellationToken stop)
    {
        var samples = Path.Combine(AppContext.BaseDirectory, "demo");
        if (!Directory.Exists(samples)) throw new UserErrorException("The demo's photos are missing; run 'npm ci' in the program's folder and start ./headtracker demo again.");
        using var engines = _models.Open(parsed, thorough: true);
        using var folder = new OutputFolder(output);
        var run = new ImageRun(engines, parsed.GetValue(_models.FieldOfView));
        var results = new List<ImageResult>();
        foreach (var file in FrameSources.PicturesIn(samples, "*").TakeWhile(_ => !stop.IsCancellationRequested))
        {
            folder.Guard(() => results.Add(run.Process(file, folder.Begin(Path.GetFileName(file)))));
        }

        folder.Commit();
        Console.WriteLine($"Photos: {engines.Estimator.Name} on {engines.Estimator.Provider}, {engines.Detector.Name} on {engines.Detector.Provider}");
        ImageCommand.Print(results, folder.Path);
        return results;
    }

    private DemoClip? RunClip(ParseResult parsed, string output, CancellationToken stop)
    {
        var clip = Path.Combine(ModelFiles.Folder, "demo", "turning-head.mp4");
        if (!File.Exists(clip)) return null;
        using var engines = _models.Open(parsed);
        var request = new TrackRequest([clip], new CaptureOptions(), new TrackerOptions(FieldOfView: _models.FieldOfViewIn(parsed)), new LiveSettings(TrackerSettings.Defaults), output);
        Console.WriteLine();
        var (summary, folder, _, _) = HeadlessRun.Execute(engines, request, stop);
        RunReport.Print(summary, folder);

        var truth = Path.ChangeExtension(clip, ".truth.jsonl");
        if (!File.Exists(truth)) return new DemoClip(summary, null);
        var error = PoseError.Compare(Path.Combine(folder!, "poses.jsonl"), truth, CameraOf(clip, request.Tracker.FieldOfView));
        Console.WriteLine($"Against the clip's true poses, mean error over {error.Frames} frames: yaw {error.Yaw:F1}°, pitch {error.Pitch:F1}°, roll {error.Roll:F1}°");
        return new DemoClip(summary, error);
    }

    private static PinholeCamera CameraOf(string clip, float fieldOfView)
    {
        using var video = new VideoCapture(clip);
        return PinholeCamera.FromDiagonalFieldOfView(video.FrameWidth, video.FrameHeight, fieldOfView);
    }
}
