using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Rendering;

namespace HeadTracker.Tests.Rendering;

public class VideoViewTests
{
    [Theory]
    [InlineData(640, 480, 1280, 720, 160, 0, 960, 720)]
    [InlineData(640, 480, 640, 900, 0, 210, 640, 480)]
    [InlineData(1920, 1080, 1280, 720, 0, 0, 1280, 720)]
    public void The_picture_keeps_its_proportions_between_equal_bars(int w, int h, int windowWidth, int windowHeight, float x, float y, float width,
        float height)
    {
        var view = VideoView.Fit(w, h, windowWidth, windowHeight);
        Assert.Equal((x, y, width, height), (view.X, view.Y, view.Width, view.Height));
        Assert.Equal(new FaceBox(x, y, width, height), view.Map(new FaceBox(0, 0, w, h)));
        Assert.Equal(new Vector2(x, y), view.Map(new Vector2(-0.5f, -0.5f)));
    }
}
