using BenchmarkDotNet.Attributes;
using HeadTracker.Filtering;
using HeadTracker.Geometry;

namespace HeadTracker.Benchmarks;

/// <summary>One pose through each filter.</summary>
public class FilterBenchmark
{
    private readonly HeadPose[] _poses = new HeadPose[1000];
    private IPoseFilter _filter = null!;
    private int _next;

    [Params(PoseFilterKind.OneEuro, PoseFilterKind.Accela, PoseFilterKind.Kalman)]
    public PoseFilterKind Kind { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        for (var i = 0; i < _poses.Length; i++)
        {
            var angles = new EulerAngles(30 * MathF.Sin(i * 0.02f) + random.NextSingle(), 10 * MathF.Cos(i * 0.03f), random.NextSingle());
            _poses[i] = new HeadPose(angles.ToRotation(), new(0, 0, -0.6f), TimeSpan.FromSeconds(i / 30.0), 0.9f);
        }

        _filter = PoseFilters.Create(Kind);
    }

    [Benchmark]
    public HeadPose Filter()
    {
        if (_next == _poses.Length)
        {
            _next = 0;
            _filter.Reset();
        }

        return _filter.Filter(_poses[_next++]);
    }
}
