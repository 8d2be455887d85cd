using HeadTracker.Rendering;
using HeadTracker.Replay;
using HeadTracker.Results;
using HeadTracker.Tests.Capture;

namespace HeadTracker.Tests.Replay;

public sealed class PoseRecordingTests : IDisposable
{
    private const string Good = """{"version":1,"frame":0,"time":1,"state":"lost","faces":[]}""";
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_the_measured_pose_of_each_face()
    {
        var frames = PoseRecording.Read(Write(Good, Recording.Line(5, 1.5, 40)));

        Assert.Equal((0L, TimeSpan.FromSeconds(1), TrackingState.Lost), (frames[0].Index, frames[0].Time, frames[0].State));
        Assert.Empty(frames[0].Faces);
        var face = Assert.Single(frames[1].Faces);
        Assert.Equal((1, 40f), (face.Id, face.Box.Height));
        Assert.Equal(40, face.Measured.Angles.Yaw, 3);
        Assert.Equal((-0.6f, TimeSpan.FromSeconds(1.5)), (face.Measured.Translation!.Value.Z, face.Measured.Timestamp));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("""
        "sure":false,
        """, false)]
    public void Knows_which_faces_were_unsure(string member, bool isSure)
    {
        var line = Face + """[1,2,3,4],"score":1,""" + member + """
            "confidence":1,"measured":{"quaternion":[1,0,0,0],"translation":null}}]}
            """;

        Assert.Equal(isSure, Assert.Single(PoseRecording.Read(Write(line))[0].Faces).IsSure);
    }

    private const string Face = """{"version":1,"frame":0,"time":1,"state":"tracking","faces":[{"id":1,"box":""";

    [Theory]
    [InlineData("""{"version":2,"frame":0,"time":1,"state":"lost","faces":[]}""", "has version 2, and this program reads version 1")]
    [InlineData("""{"frame":0,"time":1,"state":"lost","faces":[]}""", "has no version")]
    [InlineData("""{"version":1,"frame":0,"ti""", "not whole JSON")]
    [InlineData("", "not whole JSON")]
    [InlineData("[1]", "a member is missing or of the wrong kind")]
    [InlineData("""{"version":1,"frame":0,"state":"lost","faces":[]}""", "a member is missing")]
    [InlineData("""{"version":1,"frame":0,"time":1,"state":"asleep","faces":[]}""", "state is unknown")]
    [InlineData("""{"version":1,"frame":0,"time":0.5,"state":"lost","faces":[]}""", "before that of the line above")]
    [InlineData("""{"version":1,"frame":0,"time":1e300,"state":"lost","faces":[]}""", "out of range")]
    [InlineData(Face + """[1,2,3,4],"score":1,"confidence":1,"measured":{"quaternion":[1,1,0,0],"translation":null}}]}""", "unit length")]
    [InlineData(Face + """[1,2,3],"score":1,"confidence":1,"measured":{"quaternion":[1,0,0,0],"translation":null}}]}""", "4 numbers")]
    public void A_line_that_is_none_is_named_with_its_file(string line, string says)
    {
        var path = Write(Good, line, Good);

        var error = Assert.Throws<UserErrorException>(() => PoseRecording.Read(path));

        Assert.StartsWith($"{path}, line 2,", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_lines_is_refused() =>
        Assert.Contains("is empty", Assert.Throws<UserErrorException>(() => PoseRecording.Read(Write())).Message, StringComparison.Ordinal);

    private string Write(params string[] lines)
    {
        File.WriteAllLines(_folder.PathOf("poses.jsonl"), lines);
        return _folder.PathOf("poses.jsonl");
    }
}
