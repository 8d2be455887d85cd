using System.Numerics;
using System.Runtime.InteropServices;
using HeadTracker.Geometry;
using HeadTracker.Rendering;
using OpenCvSharp;

namespace HeadTracker.Tests.Rendering;

public class PoseOverlayTests
{
    private static readonly PinholeCamera Camera = PinholeCamera.FromDiagonalFieldOfView(640, 480);
    private static readonly FaceBox MiddleBox = new(240, 150, 160, 190);

    private readonly PoseOverlay _overlay = new();

    [Fact]
    public void Axes_end_where_the_camera_projects_their_tips()
    {
        foreach (var pose in Scenes.Poses)
        {
            var face = Scenes.Face(pose, MiddleBox);
            var worst = Scenes.WorstTip(Draw(face), face, Camera, pixel => pixel + new Vector2(0.5f));
            Assert.True(worst < 3, $"{pose}: a tip is {worst:0.0} pixels off.");
        }
    }

    [Fact]
    public void The_axis_that_points_at_the_viewer_hides_the_others()
    {
        var face = Scenes.Face(default, MiddleBox);
        var origin = Camera.Project(AxesGeometry.Of(face, Camera).Origin);
        var picture = Draw(face);
        Assert.True(picture.Shows(PoseAxis.Z, (int)origin.X + 4, (int)origin.Y));
        Assert.True(picture.Shows(PoseAxis.Z, (int)origin.X, (int)origin.Y + 4));
    }

    [Fact]
    public void The_nearer_of_two_faces_is_drawn_over_the_other_whatever_their_order()
    {
        var near = Scenes.Face(default, MiddleBox);
        var far = Scenes.Face(default, new FaceBox(290, 215, 60, 60));
        var (a, b) = (DrawBytes(near, far), DrawBytes(far, near));
        Assert.Equal(a, b);
        Assert.True(new Picture(a, 640, 480).Shows(PoseAxis.Z, 324, 245));
    }

    [Fact]
    public void A_label_stands_above_the_box_or_below_it_where_there_is_no_room()
    {
        Assert.True(Ink(Draw(Scenes.Face(default, MiddleBox)), 118, 30) > 40);
        Assert.True(Ink(Draw(Scenes.Face(default, MiddleBox with { Y = 5 })), 196, 34) > 40);

        static int Ink(Picture picture, int y, int height) => picture.Count(240, y, 160, height, c => c is { Red: > 200, Green: > 200, Blue: > 200 });
    }

    [Fact]
    public void Among_several_faces_a_label_begins_with_the_persons_number()
    {
        var (one, other) = (Scenes.Face(default, MiddleBox), Scenes.Face(default, new FaceBox(500, 350, 60, 60)) with { Id = 42 });
        // Wider by the number on either side of the box's middle.
        Assert.True(Panel(new Picture(DrawBytes(one, other), 640, 480)) > Panel(Draw(one)) + 10);

        static int Panel(Picture picture) => Enumerable.Range(100, 440).Count(x => picture.At(x, 132) != (96, 96, 96));
    }

    [Fact]
    public void A_lost_face_has_a_box_but_no_axes()
    {
        var picture = Draw(Scenes.Face(default, MiddleBox) with { HasNoPose = true });
        Assert.Equal(0, picture.Count(250, 160, 140, 170, c => c != (96, 96, 96)));
        var (red, green, blue) = picture.At(241, 150);
        Assert.True(red > 200 && green > 150 && blue < 80);
    }

    [Fact]
    public void Faces_that_reach_out_of_the_picture_are_drawn_as_far_as_they_are_in_it()
    {
        foreach (var box in new FaceBox[] { new(-90, -60, 180, 200), new(600, 440, 200, 200), new(-900, 100, 80, 80), new(-200, -300, 1100, 1100) })
        {
            Draw(Scenes.Face(new EulerAngles(30, 20, 10), box));
        }
    }

    [Fact]
    public void A_picture_allocates_nothing()
    {
        using var image = new Mat(480, 640, MatType.CV_8UC3, Scalar.All(96));
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 60; i++) DrawNext(i);
        }));

        // Numbers and the label's size change from picture to picture.
        void DrawNext(int i) => _overlay.Draw(image, Camera, Scenes.Face(new EulerAngles(i * 1.37f, -i, i / 3f), MiddleBox with { Width = 90 + 3 * i }));
    }

    [Fact]
    public void Other_kinds_of_picture_are_refused()
    {
        using var grey = new Mat(480, 640, MatType.CV_8UC1, Scalar.All(0));
        Assert.Throws<ArgumentException>(() => _overlay.Draw(grey, Camera, Scenes.Face(default, MiddleBox)));
    }

    private Picture Draw(DrawnFace face) => new(DrawBytes(face), 640, 480);

    private byte[] DrawBytes(params ReadOnlySpan<DrawnFace> faces)
    {
        using var image = new Mat(480, 640, MatType.CV_8UC3, Scalar.All(96));
        _overlay.Draw(image, Camera, faces);
        var bytes = new byte[640 * 480 * 3];
        Marshal.Copy(image.Data, bytes, 0, bytes.Length);
        return bytes;
    }
}
