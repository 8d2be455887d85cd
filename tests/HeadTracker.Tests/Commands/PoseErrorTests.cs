using HeadTracker.Commands;
using HeadTracker.Tests.Capture;

namespace HeadTracker.Tests.Commands;

public class PoseErrorTests
{
    [Fact]
    public void Compares_the_first_face_of_each_frame_the_short_way_round()
    {
        using var folder = new TestFolder();
        File.WriteAllLines(folder.PathOf("truth.jsonl"), [Angles(10, 0, 179), Angles(50, 50, 50), Angles(-20, 5, 0)]);
        File.WriteAllLines(folder.PathOf("poses.jsonl"),
        [
            $$"""{"frame":0,"faces":[{"measured":{{Angles(12, -1, -179)}}},{"measured":{{Angles(90, 90, 90)}}}]}""",
            """{"frame":1,"faces":[]}""",
            $$"""{"frame":2,"faces":[{"measured":{{Angles(-24, 5, 3)}}}]}""",
            $$"""{"frame":3,"faces":[{"measured":{{Angles(0, 0, 0)}}}]}""",
        ]);
        var error = PoseError.Compare(folder.PathOf("poses.jsonl"), folder.PathOf("truth.jsonl"));
        Assert.Equal(2, error.Frames);
        Assert.Equal((3.0, 0.5, 2.5), (error.Yaw, error.Pitch, error.Roll));
    }

    private static string Angles(double yaw, double pitch, double roll) => $$"""{"yaw":{{yaw}},"pitch":{{pitch}},"roll":{{roll}}}""";
}
