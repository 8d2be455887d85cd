using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Core.Tests.Geometry;

public class PinholeCameraTests
{
    [Fact]
    public void Projects_with_y_up_in_space_and_y_down_in_the_image()
    {
        var camera = new PinholeCamera(641, 481, 500);

        Assert.Equal(new Vector2(320, 240), camera.Project(new Vector3(0, 0, -1)));
        Assert.Equal(new Vector2(370, 190), camera.Project(new Vector3(0.1f, 0.1f, -1)));
        Assert.Equal(new Vector2(345, 240), camera.Project(new Vector3(0.1f, 0, -2)));
    }

    [Fact]
    public void A_ray_goes_through_the_pixel_it_was_made_for()
    {
        var camera = PinholeCamera.FromDiagonalFieldOfView(1280, 720);
        var pixel = new Vector2(100, 650);

        Assert.True(Vector2.Distance(pixel, camera.Project(camera.RayThrough(pixel) * 3)) < 1e-2f);
    }

    [Fact]
    public void Fields_of_view_agree_with_trigonometry()
    {
        // 90° across the diagonal of 600 × 800 (half of it 500) means a focal length of 500.
        Assert.Equal(500, PinholeCamera.FromDiagonalFieldOfView(600, 800, 90).FocalLength, 2);
        Assert.Equal(240, PinholeCamera.FromVerticalFieldOfView(640, 480, 90).FocalLength, 2);
        Assert.Equal(37.5f, PinholeCamera.FromVerticalFieldOfView(640, 480, 37.5f).VerticalFieldOfView, 3);
    }
}
