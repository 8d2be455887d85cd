using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Estimation;
using HeadTracker.Geometry;

namespace HeadTracker.Tests.Estimation;

public sealed class SwitchableEstimatorTests
{
    [Fact]
    public void Another_estimator_takes_over_with_the_next_frame_and_the_old_one_is_closed()
    {
        var (first, second, third) = (new Named("first"), new Named("second"), new Named("third"));
        using (var estimator = new SwitchableEstimator(first))
        {
            Assert.Equal(0.1f, ConfidenceOf(estimator), 3);
            estimator.Switch(second);
            Assert.False(first.IsDisposed);
            estimator.Switch(third);
            // Overtaken before it was used.
            Assert.True(second.IsDisposed);
            Assert.Equal("third", estimator.Name);
            _ = ConfidenceOf(estimator);
            Assert.True(first.IsDisposed);
            Assert.Equal((1, 0, 1), (first.Calls, second.Calls, third.Calls));
        }

        Assert.True(third.IsDisposed);
    }

    private static float ConfidenceOf(SwitchableEstimator estimator)
    {
        var poses = new HeadPose[1];
        estimator.Estimate(default, [default(FaceDetection)], default, default, poses);
        return poses[0].Confidence;
    }

    private sealed class Named(string name) : IPoseEstimator
    {
        public string Name => name;

        public string Provider => "CPU";

        public int Calls { get; private set; }

        public bool IsDisposed { get; private set; }

        public bool UsesPixels => false;

        public void Estimate(BgrImage image, ReadOnlySpan<FaceDetection> faces, in PinholeCamera camera, TimeSpan timestamp, Span<HeadPose> poses)
        {
            Assert.False(IsDisposed);
            Calls++;
            poses[0] = new HeadPose(default, null, timestamp, 0.1f);
        }

        public void Dispose() => IsDisposed = true;
    }
}
