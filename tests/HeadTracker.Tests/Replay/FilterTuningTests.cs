using HeadTracker.Filtering;
using HeadTracker.Geometry;
using HeadTracker.Metrics;
using HeadTracker.Replay;
using HeadTracker.Tests.Capture;

namespace HeadTracker.Tests.Replay;

public sealed class FilterTuningTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lag_is_the_delay_that_a_filter_has()
    {
        var tuning = Tuning(300, time => 30 * Math.Sin(2 * time));

        Assert.InRange(tuning.Measure("none", () => new PassThroughFilter()).LagMs!.Value, -1, 1);
        var late = tuning.Measure("late", () => new DelayFilter(3));
        Assert.InRange(late.LagMs!.Value, 99, 101);
        // A sine of 30° that is 0.1 s late is off by up to 6°, and most where it is fast.
        Assert.InRange(late.ErrorDegrees!.Value, 4, 6);
    }

    [Fact]
    public void Jitter_is_the_noise_that_a_filter_lets_through()
    {
        var random = new Random(5);
        // Uniform in ±0.4°: a deviation of 0.231°; the head drifts slowly meanwhile, which is no jitter.
        var tuning = Tuning(600, time => 0.5 * time + 0.8 * random.NextDouble() - 0.4);

        var none = tuning.Measure("none", () => new PassThroughFilter());
        Assert.InRange(none.JitterDegrees!.Value, 0.21, 0.25);
        Assert.Null(none.LagMs);
        Assert.True(tuning.Measure("one-euro", () => new OneEuroFilter()).JitterDegrees < none.JitterDegrees / 2);
        Assert.True(tuning.RestSeconds > 15, $"{tuning.RestSeconds} s of 20 at rest");
    }

    [Fact]
    public void Head_that_always_moves_has_no_jitter()
    {
        var tuning = Tuning(60, time => 40 * time);

        Assert.Null(tuning.Measure("none", () => new PassThroughFilter()).JitterDegrees);
        Assert.Equal(0, tuning.RestSeconds);
    }

    private FilterTuning Tuning(int frames, Func<double, double> yaw)
    {
        File.WriteAllLines(_folder.PathOf("poses.jsonl"), Recording.Of(frames, yaw));
        return new FilterTuning(PoseRecording.Read(_folder.PathOf("poses.jsonl")).SelectMany(frame => frame.Faces).Select(face => (face.Id, face.Measured)));
    }

    /// <summary>Gives each pose some frames late.</summary>
    private sealed class DelayFilter(int frames) : IPoseFilter
    {
        private readonly Queue<HeadPose> _past = [];

        public HeadPose Filter(in HeadPose measured)
        {
            _past.Enqueue(measured);
            return _past.Count > frames ? _past.Dequeue() : _past.Peek();
        }

        public void Reset() => _past.Clear();
    }
}
