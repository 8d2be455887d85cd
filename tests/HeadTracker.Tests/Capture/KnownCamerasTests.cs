using HeadTracker.Capture;
using HeadTracker.Commands;
using HeadTracker.Geometry;
using HeadTracker.Settings;

namespace HeadTracker.Tests.Capture;

public class KnownCamerasTests
{
    /// <summary>The published focal lengths come back from the angle.</summary>
    [Theory]
    [InlineData("HD Pro Webcam C920", 1920, 1080, 1385.92f)]
    [InlineData("HD Pro Webcam C920", 640, 480, 622.001f)]
    [InlineData("c920s pro hd webcam", 1280, 720, 1385.92f * 720 / 1080)]
    [InlineData("Webcam C270", 1280, 720, 1451.966f)]
    [InlineData("Logitech Webcam C310", 1280, 960, 821.993f * 2)]
    [InlineData("Microsoft® LifeCam HD-3000", 640, 480, 678.16f)]
    public void The_angle_gives_the_focal_length_that_was_measured(string name, int width, int height, float focalLength)
    {
        var degrees = KnownCameras.DiagonalFieldOfView(name, width, height);
        Assert.NotNull(degrees);
        Assert.Equal(focalLength, PinholeCamera.FromDiagonalFieldOfView(width, height, degrees.Value).FocalLength, focalLength * 1e-4f);
    }

    [Theory]
    [InlineData("Integrated Camera", 1280, 720)]
    [InlineData("C2700", 1280, 720)]
    [InlineData("LifeCam HD-3000", 1280, 720)]
    [InlineData("HD Pro Webcam C920", 1280, 800)]
    public void Nothing_is_said_of_what_nobody_measured(string name, int width, int height) =>
        Assert.Null(KnownCameras.DiagonalFieldOfView(name, width, height));

    [Fact]
    public void The_user_s_word_counts_more_and_files_are_no_cameras()
    {
        var said = new CameraSettings { FieldOfView = 50 };
        Assert.Same(said, TrackingArguments.WithKnownView(said, ["0"], Fail));
        var unsaid = new CameraSettings();
        Assert.Same(unsaid, TrackingArguments.WithKnownView(unsaid, ["rtsp://c920/1"], Fail));
        Assert.Same(unsaid, TrackingArguments.WithKnownView(unsaid, ["C920*.png"], Fail));

        static void Fail(string sentence) => Assert.Fail(sentence);
    }
}
