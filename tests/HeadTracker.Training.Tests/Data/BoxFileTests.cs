using HeadTracker.Geometry;
using HeadTracker.Tests;
using HeadTracker.Training.Data;

namespace HeadTracker.Training.Tests.Data;

public class BoxFileTests
{
    [SharedFact("data/labels/kd-boxes-BIWI.json")]
    public void The_authors_boxes_hold_Table_1s_split_of_BIWI()
    {
        var boxes = BoxFile.Read(SharedData.PathOf("data/labels/kd-boxes-BIWI.json"));

        Assert.Equal(15677, boxes.Boxes.Count);
        Assert.Equal(10612, boxes.Boxes.Values.Count(found => found[0].Part == "train"));
        Assert.Equal(5065, boxes.Boxes.Values.Count(found => found[0].Part == "test"));
    }

    [Fact]
    public void Written_boxes_come_back_and_the_nearest_face_is_chosen()
    {
        using var folder = new TemporaryFolder();
        var left = new FileBox(new FaceBox(0, 0, 50, 50), "");
        var right = new FileBox(new FaceBox(100, 0, 50, 50), "test");
        new BoxFile(folder.PathOf("boxes.json"), new Dictionary<string, List<FileBox>> { ["a/b.jpg"] = [left, right], ["c.jpg"] = [] }).Write();

        var boxes = BoxFile.Read(folder.PathOf("boxes.json"));

        Assert.True(boxes.TryFind("a/b.jpg", new FaceBox(90, 0, 50, 50), out var found));
        Assert.Equal(right, found);
        Assert.True(boxes.TryFind("a/b.jpg", new FaceBox(0, 200, 10, 10), out found));
        Assert.Equal(left, found);
        Assert.False(boxes.TryFind("c.jpg", null, out _));
        Assert.False(boxes.TryFind("d.jpg", null, out _));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"a\": [{\"box\": 1}]}")]
    [InlineData("{\"a\": [{\"bbox\": [1, 2, 3]}]}")]
    [InlineData("{\"a\"")]
    public void Anything_else_is_refused_in_one_sentence(string text)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("boxes.json", text);
        Assert.Contains("is no boxes file", Assert.Throws<UserErrorException>(() => BoxFile.Read(path)).Message, StringComparison.Ordinal);
    }
}
