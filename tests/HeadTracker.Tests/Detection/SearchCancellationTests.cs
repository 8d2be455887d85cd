using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Geometry;
using OpenCvSharp;

namespace HeadTracker.Tests.Detection;

public class SearchCancellationTests
{
    [Fact]
    public void A_search_in_a_large_picture_ends_after_the_view_in_hand()
    {
        using var stop = new CancellationTokenSource();
        var network = new CountingNetwork(look => { if (look == 3) stop.Cancel(); });
        using var detector = new FaceDetector(network, new DetectorOptions { Thorough = true, CloserViews = int.MaxValue });
        using var picture = new Mat(1080, 1920, MatType.CV_8UC3, Scalar.All(128));
        var image = new BgrImage(picture.Data, picture.Width, picture.Height, (int)picture.Step());

        Assert.Throws<OperationCanceledException>(() => detector.Detect(image, [], stop.Token));

        Assert.Equal(3, network.Looks);
        detector.Detect(image, []);
        Assert.True(network.Looks > 100, $"a whole search takes {network.Looks - 3} looks");
    }

    private sealed class CountingNetwork(Action<int> looked) : IFaceNetwork
    {
        public int Looks { get; private set; }

        public string Name => "counting";

        public string Provider => "none";

        public TimeSpan NetworkTime => TimeSpan.Zero;

        public int InputSize => 128;

        public float ViewScale => 3;

        public CanonicalBox CanonicalBox => CanonicalBox.BlazeFaceBack;

        public void Run(BgrImage image, FaceBox region, float threshold, List<FaceDetection> candidates) => looked(++Looks);

        public void Dispose()
        {
        }
    }
}
