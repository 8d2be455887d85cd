using HeadTracker.Commands;
using HeadTracker.Geometry;
using HeadTracker.Sessions;
using HeadTracker.Tests.Capture;

namespace HeadTracker.Tests.Commands;

public class PoseErrorTests
{
    private static readonly PinholeCamera Camera = PinholeCamera.FromDiagonalFieldOfView(640, 480);

    [Fact]
    public void Compares_the_first_face_of_each_frame_the_short_way_round()
    {
        using var folder = new TestFolder();
        File.WriteAllLines(folder.PathOf("truth.jsonl"), [Angles(10, 0, 179), Angles(50, 50, 50), Angles(-20, 5, 0)]);
        var middle = new FaceBox(270, 190, 100, 100);
        File.WriteAllLines(folder.PathOf("poses.jsonl"),
        [
            $$"""{"version":1,"frame":0,"time":0,"state":"tracking","faces":[{{Face(middle, 12, -1, -179)}},{{Face(middle, 80, 80, 80)}}]}""",
            """{"version":1,"frame":1,"time":1,"state":"tracking","faces":[]}""",
            $$"""{"version":1,"frame":2,"time":2,"state":"tracking","faces":[{{Face(middle, -24, 5, 3)}}]}""",
            $$"""{"version":1,"frame":3,"time":3,"state":"tracking","faces":[{{Face(middle, 0, 0, 0)}}]}""",
        ]);
        var error = PoseError.Compare(folder.PathOf("poses.jsonl"), folder.PathOf("truth.jsonl"), Camera);
        Assert.Equal(2, error.Frames);
        Assert.Equal(3, error.Yaw, 1);
        Assert.Equal(0.5, error.Pitch, 1);
        Assert.Equal(2.5, error.Roll, 1);
    }

    [Fact]
    public void A_head_at_the_pictures_edge_that_looks_into_the_lens_has_no_angle_in_the_truth()
    {
        using var folder = new TestFolder();
        File.WriteAllLines(folder.PathOf("truth.jsonl"), [Angles(0, 0, 0)]);
        var edge = new FaceBox(20, 20, 100, 100);
        var towardsLens = EulerAngles.FromRotation(ViewRay.RotationTo(Camera, edge.CenterPixel));
        Assert.True(MathF.Abs(towardsLens.Yaw) > 15);
        File.WriteAllLines(folder.PathOf("poses.jsonl"),
            [$$"""{"version":1,"frame":0,"time":0,"state":"tracking","faces":[{{Face(edge, towardsLens.Yaw, towardsLens.Pitch, towardsLens.Roll)}}]}"""]);

        var error = PoseError.Compare(folder.PathOf("poses.jsonl"), folder.PathOf("truth.jsonl"), Camera);

        Assert.Equal((0, 0, 0), (Math.Round(error.Yaw, 2), Math.Round(error.Pitch, 2), Math.Round(error.Roll, 2)));
    }

    private static string Angles(double yaw, double pitch, double roll) => $$"""{"yaw":{{yaw}},"pitch":{{pitch}},"roll":{{roll}}}""";

    private static string Face(FaceBox box, float yaw, float pitch, float roll)
    {
        var q = new EulerAngles(yaw, pitch, roll).ToRotation();
        return $$$"""{"id":1,"score":1,"confidence":1,"box":[{{{box.X}}},{{{box.Y}}},{{{box.Width}}},{{{box.Height}}}]"""
            + $$$""","measured":{"quaternion":[{{{q.W}}},{{{q.X}}},{{{q.Y}}},{{{q.Z}}}],"translation":null}}""";
    }
}
