using System.Diagnostics;
using HeadTracker.Estimation;
using HeadTracker.Profiles;
using HeadTracker.Tracking;

namespace HeadTracker.Sessions;

/// <summary><c>track --calibrate-fov</c>: somebody looks into the lens from a distance that was measured, which tells the camera's field of view.</summary>
internal static class CalibrationRun
{
    private const int Wanted = 90, Fewest = 30;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <param name="engines">Stay the caller's.</param>
    /// <param name="request">Its source, models and camera count; nothing is written or sent.</param>
    /// <param name="centimetres">From the lens to the bridge of the nose.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="UserErrorException">Too few faces were seen.</exception>
    public static FoundFieldOfView Execute(Engines engines, TrackRequest request, double centimetres, CancellationToken stop)
    {
        var settings = request.Settings.Current;
        var silent = request with
        {
            Settings = new LiveSettings(settings with { Outputs = [], Attention = settings.Attention with { Enabled = false } }),
            Limit = null,
        };
        var calibration = new FieldOfViewCalibration(centimetres / 100, request.Tracker.FieldOfView);
        using var sink = new Sink(calibration);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var run = new TrackRun(engines, silent, problem => Console.Error.WriteLine(problem ?? "The source is back."), [sink]);
        Console.Error.WriteLine(
            $"Sit with the bridge of your nose {centimetres} cm from the lens, in the middle of the picture, look into the lens and keep still.");
        var start = Stopwatch.GetTimestamp();
        run.RunToEnd(
            _ =>
            {
                if (calibration.Faces >= Wanted || Stopwatch.GetElapsedTime(start) > LongestWait) enough.Cancel();
            },
            enough.Token);
        run.Finish(interrupted: false);
        return calibration.Result(Fewest) ?? throw new UserErrorException(
            $"Only {calibration.Faces} pictures of the {Fewest} that are needed show a face that looks into the lens; sit in good light and start again.");
    }

    private sealed class Sink(FieldOfViewCalibration calibration) : IFrameSink
    {
        public void Write(TrackedFrame frame)
        {
            if (frame.Result.Faces is not [{ IsSure: true } face, ..]) return;
            calibration.Add(face.Box, face.Measured.Rotation, frame.Frame.Image.Width, frame.Frame.Image.Height);
        }

        public void Dispose()
        {
        }
    }
}
