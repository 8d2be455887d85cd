using System.Text.Json;
using HeadTracker.Attention;
using HeadTracker.Capture;
using HeadTracker.Detection;
using HeadTracker.Estimation;
using HeadTracker.Inference;
using HeadTracker.Results;
using HeadTracker.Settings;
using HeadTracker.Tracking;

namespace HeadTracker.Tests.Attention;

/// <summary>A rendered driver whose every glance is known: detector, pose and monitor against the truth.</summary>
public class DriverGlancesTests
{
    private const double Tolerance = 0.5, Speed = 80, Width = 320;
    private static readonly AttentionOptions Options = new();
    private static readonly string Clip = Path.Combine(ModelFiles.Folder, "demo", "driver-glances.mp4");

    [Fact]
    public void Every_true_event_is_raised_in_time_and_none_besides()
    {
        var truth = ReadTruth();
        var expected = Expected(truth);
        // What the script is about, in its own times: the lap from 10.3 s, the screen's glances, the empty picture from 47.8 s.
        Assert.Equal(
            [AttentionWarning.BufferEmpty, AttentionWarning.LongDistraction, AttentionWarning.AdvancedDistraction, AttentionWarning.BufferEmpty,
                AttentionWarning.TimeSharing, AttentionWarning.FaceLost],
            expected.Select(one => one.Warning));

        var (raised, gazes) = Run();

        var missed = expected.Where(one => !raised.Exists(found => Matches(one, found))).ToList();
        var falseAlarms = raised.Where(found => !expected.Exists(one => Matches(one, found))).ToList();
        Assert.True(missed.Count == 0, $"missed: {string.Join(", ", missed)}; raised: {string.Join(", ", raised)}");
        Assert.True(falseAlarms.Count == 0, $"false: {string.Join(", ", falseAlarms)}");
        Assert.Equal(expected.Count, raised.Count);

        // Frame by frame, once the forward direction is learnt.
        var judged = truth.Zip(gazes).Where(pair =>
            pair.First.Time > Options.CalibrationSeconds + 0.5 && pair.First.IsSeen && pair.Second is GazeState.Away or GazeState.Forward).ToList();
        var agreement = judged.Count(pair => IsAway(pair.First) == (pair.Second == GazeState.Away)) / (double)judged.Count;
        Assert.True(judged.Count > 400 && agreement > 0.96, $"{agreement:P1} of {judged.Count} frames agree");
    }

    private static bool Matches((AttentionWarning Warning, double Time) one, (AttentionWarning Warning, double Time) other) =>
        one.Warning == other.Warning && Math.Abs(one.Time - other.Time) <= Tolerance;

    private static (List<(AttentionWarning Warning, double Time)> Raised, List<GazeState> Gazes) Run()
    {
        using var detector = FaceDetectors.Create("blazeface", ExecutionProvider.Cpu);
        using var estimator = PoseEstimators.Create(PoseEstimators.Landmarks);
        using var film = new VideoFileSource(Clip);
        using var frames = Frame.NewPool();
        var tracker = new FaceTracker(detector, estimator, new TrackerOptions());
        var watch = new AttentionWatch(new AttentionSettings { Enabled = true, SpeedKmh = Speed });
        var result = new TrackingResult();
        var raised = new List<(AttentionWarning, double)>();
        var gazes = new List<GazeState>();
        using var frame = frames.Rent();
        while (film.TryRead(frame, CancellationToken.None))
        {
            tracker.Process(frame.Pixels, frame.Timestamp, result);
            watch.Update(result);
            raised.AddRange(result.AttentionEvents.Where(happened => happened.Raised).Select(happened => (happened.Warning, happened.Timestamp.TotalSeconds)));
            gazes.Add(result.Attention!.Value.Gaze);
        }

        return (raised, gazes);
    }

    /// <summary>
    /// The warnings by their definitions, worked out anew for every frame from all frames before it: slow, and nothing like the
    /// monitor, which counts as it goes.
    /// </summary>
    private static List<(AttentionWarning Warning, double Time)> Expected(List<TrueFrame> truth)
    {
        var events = new List<(AttentionWarning, double)>();
        var standing = new HashSet<AttentionWarning>();
        var start = truth.FindIndex(frame => frame.Time >= Options.CalibrationSeconds) + 1;
        var cleared = start;
        var buffer = Options.BufferSeconds;
        for (var now = start; now < truth.Count; now++)
        {
            double Step(int frame) => truth[frame].Time - truth[frame - 1].Time;
            var unseen = Run(truth, now, frame => !frame.IsSeen);
            if (!truth[now].IsSeen)
            {
                if (unseen >= Options.FaceLostSeconds) Raise(AttentionWarning.FaceLost);
                continue;
            }

            standing.Remove(AttentionWarning.FaceLost);
            var away = Run(truth, now, IsAway);
            var ahead = Run(truth, now, frame => frame.IsSeen && !IsAway(frame));
            buffer = IsAway(truth[now])
                ? Math.Max(0, buffer - Step(now))
                : Math.Min(Options.BufferSeconds, buffer + (ahead > Options.BufferRefillDelaySeconds ? Step(now) : 0));
            if (ahead >= Options.ClearSeconds)
            {
                standing.Clear();
                cleared = now;
            }

            if (!IsAway(truth[now])) continue;
            if (away >= Options.LongDistractionSeconds) Raise(AttentionWarning.LongDistraction);
            if (away >= Options.FastAwaySeconds) Raise(AttentionWarning.AdvancedDistraction);
            if (buffer <= 1e-9) Raise(AttentionWarning.BufferEmpty);
            var shared = Enumerable.Range(cleared + 1, now - cleared)
                .Where(frame => truth[frame].Time > truth[now].Time - Options.SharedWindowSeconds && IsAway(truth[frame])).Sum(Step);
            if (shared > Options.SharedAwaySeconds) Raise(AttentionWarning.TimeSharing);

            void Raise(AttentionWarning warning)
            {
                if (standing.Add(warning)) events.Add((warning, truth[now].Time));
            }
        }

        return events;
    }

    /// <summary>Seconds up to a frame for which something has held without a break.</summary>
    private static double Run(List<TrueFrame> truth, int now, Func<TrueFrame, bool> holds)
    {
        var first = now;
        while (first > 0 && holds(truth[first])) first--;
        return truth[now].Time - truth[first].Time;
    }

    private static bool IsAway(TrueFrame frame) => frame.IsSeen
        && frame.Yaw * frame.Yaw / (Options.ConeYaw * Options.ConeYaw) + frame.Pitch * frame.Pitch / (Options.ConePitch * Options.ConePitch) > 1;

    private static List<TrueFrame> ReadTruth() => [.. File.ReadLines(Path.ChangeExtension(Clip, ".truth.jsonl")).Select(line =>
    {
        var json = JsonDocument.Parse(line).RootElement;
        var box = json.GetProperty("box");
        var middle = box[0].GetDouble() + box[2].GetDouble() / 2;
        return new TrueFrame(json.GetProperty("time").GetDouble(), json.GetProperty("yaw").GetDouble(), json.GetProperty("pitch").GetDouble(),
            middle is > 0 and < Width);
    })];

    private sealed record TrueFrame(double Time, double Yaw, double Pitch, bool IsSeen);
}
