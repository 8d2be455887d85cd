using System.Numerics;
using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Geometry;

namespace HeadTracker.Tests.Detection;

/// <summary>A detector with a smaller network for faces whose place is known.</summary>
public class FollowerTests
{
    private static readonly FaceKeypoints Points =
        new(new(280, 230), new(340, 230), new(310, 262), new(310, 300), new(250, 235), new(370, 235), KeypointModel.BlazeFace);
    private static readonly byte[] Black = new byte[3 * 640 * 480];
    private readonly StubNetwork _searcher = new(), _follower = new();

    [Fact]
    public void Following_asks_the_smaller_network_and_the_other_only_when_that_sees_nothing()
    {
        using var detector = new FaceDetector(_searcher, new DetectorOptions(), _follower);
        var place = CanonicalBox.BlazeFaceBack.Of(Points);
        Assert.True(TryFollow(detector, place, out var face));
        Assert.Equal((0, 1), (_searcher.Runs, _follower.Runs));
        Assert.Equal(place, face);

        _follower.IsBlind = true;
        Assert.True(TryFollow(detector, place, out _));
        Assert.Equal((1, 2), (_searcher.Runs, _follower.Runs));

        _searcher.IsBlind = true;
        Assert.False(TryFollow(detector, place, out _));
        Assert.Equal((2, 3), (_searcher.Runs, _follower.Runs));
        Assert.Equal(TimeSpan.FromMilliseconds(2 + 3), detector.NetworkTime);
    }

    [Fact]
    public void Searching_is_the_larger_networks_work_and_the_second_look_the_smaller_ones()
    {
        using var detector = new FaceDetector(_searcher, new DetectorOptions(), _follower);
        var faces = new List<FaceDetection>();
        unsafe
        {
            fixed (byte* pixels = Black) detector.Detect(new BgrImage((nint)pixels, 640, 480, 3 * 640), faces);
        }

        Assert.Single(faces);
        Assert.Equal((1, 1), (_searcher.Runs, _follower.Runs));
    }

    [Fact]
    public void Both_networks_are_disposed_with_it()
    {
        new FaceDetector(_searcher, new DetectorOptions(), _follower).Dispose();
        Assert.True(_searcher.IsDisposed && _follower.IsDisposed);
    }

    private static unsafe bool TryFollow(FaceDetector detector, FaceBox place, out FaceBox found)
    {
        fixed (byte* pixels = Black)
        {
            var seen = detector.TryFollow(new BgrImage((nint)pixels, 640, 480, 3 * 640), place, out var face);
            found = face.Box;
            return seen;
        }
    }

    private sealed class StubNetwork : IFaceNetwork
    {
        public bool IsBlind { get; set; }

        public bool IsDisposed { get; private set; }

        public int Runs { get; private set; }

        public string Name => "stub";

        public string Provider => "none";

        public TimeSpan NetworkTime => TimeSpan.FromMilliseconds(Runs);

        public int InputSize => 128;

        public float ViewScale => 3;

        public CanonicalBox CanonicalBox => CanonicalBox.BlazeFaceBack;

        public void Run(BgrImage image, FaceBox region, float threshold, List<FaceDetection> candidates)
        {
            Runs++;
            if (!IsBlind) candidates.Add(new FaceDetection(FaceBox.FromCenter(new Vector2(310, 260), 120, 120), 0.9f, Points));
        }

        public void Dispose() => IsDisposed = true;
    }
}
