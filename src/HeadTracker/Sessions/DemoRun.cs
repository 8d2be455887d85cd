using HeadTracker.Capture;
using HeadTracker.Geometry;
using HeadTracker.Output;
using HeadTracker.Profiles;
using HeadTracker.Settings;
using HeadTracker.Tracking;
using OpenCvSharp;

namespace HeadTracker.Sessions;

/// <summary>The demo without a camera: the bundled photos, and a clip of a rendered head whose true pose is known.</summary>
/// <param name="open">Opens the models that the user chose, thorough ones for photos; disposed here.</param>
/// <param name="fieldOfView">Diagonal, in degrees; null when the user did not say.</param>
/// <param name="output">Folder for pictures, clip and summary.</param>
internal sealed class DemoRun(Func<bool, Engines> open, float? fieldOfView, string output)
{
    /// <summary>Runs what there is until stopped, says how it went, and leaves <c>summary.json</c> with everything else.</summary>
    /// <exception cref="UserErrorException">The photos are missing, or the folder cannot be written to.</exception>
    public void Execute(CancellationToken stop)
    {
        var summary = new DemoSummary(RunPhotos(stop), stop.IsCancellationRequested ? null : RunClip(Path.Combine(output, "turning-head"), stop));
        using var folder = new OutputFolder(output);
        folder.Guard(() => File.WriteAllText(folder.Begin("summary.json"), summary.ToJson()));
        folder.Commit();
    }

    private IReadOnlyList<ImageResult> RunPhotos(CancellationToken stop)
    {
        var samples = Path.Combine(AppContext.BaseDirectory, "demo");
        if (!Directory.Exists(samples))
        {
            throw new UserErrorException($"The demo's photos are missing; run 'npm ci' in the program's folder and start {CommandName.Typed} demo again.");
        }

        var files = FrameSources.PicturesIn(samples, "*");
        using var copies = new AnnotatedCopies(output, files);
        using var engines = open(true);
        var outcome = new ImageBatch(new ImageRun(engines, fieldOfView), copies, _ => { }).Execute(files, showProgress: false, stop);
        copies.Commit();
        Console.WriteLine($"Photos: {engines.Estimator.Name} on {engines.Estimator.Provider}, {engines.Detector.Name} on {engines.Detector.Provider}");
        ImageReport.Print(outcome.Results, copies.Path);
        return outcome.Results;
    }

    private DemoClip? RunClip(string clipOutput, CancellationToken stop)
    {
        var clip = FirstSource.DemoClip;
        if (!File.Exists(clip)) return null;
        using var engines = open(false);
        var tracker = new TrackerOptions(FieldOfView: fieldOfView ?? PinholeCamera.TypicalDiagonalFieldOfView);
        var request = new TrackRequest([clip], new CaptureOptions(), tracker, new LiveSettings(TrackerSettings.Defaults), clipOutput);
        Console.WriteLine();
        var (summary, folder, _, _) = HeadlessRun.Execute(engines, request, stop);
        RunReport.Print(summary, folder);

        var truth = Path.ChangeExtension(clip, ".truth.jsonl");
        if (!File.Exists(truth)) return new DemoClip(summary, null);
        var error = PoseError.Compare(Path.Combine(folder!, PoseFiles.Lines), truth, CameraOf(clip, tracker.FieldOfView));
        Console.WriteLine($"Against the clip's true poses, mean error over {error.Frames} frames: "
            + $"yaw {error.Yaw:F1}°, pitch {error.Pitch:F1}°, roll {error.Roll:F1}°");
        return new DemoClip(summary, error);
    }

    private static PinholeCamera CameraOf(string clip, float fieldOfView)
    {
        using var video = new VideoCapture(clip);
        return PinholeCamera.FromDiagonalFieldOfView(video.FrameWidth, video.FrameHeight, fieldOfView);
    }
}
