using HeadTracker.Geometry;
using HeadTracker.Training.Data;

namespace HeadTracker.Training.Tests.Data;

public sealed class ProtocolTests
{
    /// <summary>AFLW's shape by the authors' boxes file: 2,000 photos with a face that tests each, 140 more of whose faces train, and 22,000 others.</summary>
    [Fact]
    public void Protocol_2_tests_on_the_marked_faces_alone()
    {
        var faces = Enumerable.Range(0, 2000).Select(i => Face(i, "test", yaw: i < 31 ? 120 : 10))
            .Concat(Enumerable.Range(0, 140).Select(i => Face(i, "train", yaw: 20)))
            .Concat(Enumerable.Range(2000, 22000).Select(i => Face(i, "train", yaw: i < 2061 ? -351 : 30)));
        using var dataset = Dataset(faces);

        var (train, test) = Protocol.Split(2, dataset);

        Assert.Equal((22140, 2000), (train.Faces.Count, test.Faces.Count));
        // Table 1's counts, after the filter.
        Assert.Equal((22079, 1969), (train.WithinRange(Protocol.Range).Faces.Count, test.WithinRange(Protocol.Range).Faces.Count));
    }

    /// <summary>By file name, whatever folder: photos that are no JPEG do not count.</summary>
    [Fact]
    public void Without_marks_the_first_2000_photos_of_the_database_test()
    {
        var names = Enumerable.Range(0, 2500).Select(i => $"{i % 4}/image{i:00000}.{(i % 10 == 0 ? "png" : "jpg")}");
        var photos = Protocol.AflwTestPhotosOf(names.Concat(names.Reverse()));
        Assert.Equal(2000, photos.Count);
        Assert.Contains("1/image02221.jpg", photos);
        Assert.DoesNotContain("3/image02223.jpg", photos);
        Assert.DoesNotContain("0/image00000.png", photos);
    }

    [Fact]
    public void Protocol_2_refuses_a_set_that_marks_nothing()
    {
        using var dataset = Dataset([Face(1, "", 0)]);
        Assert.Contains("trains or tests", Assert.Throws<UserErrorException>(() => Protocol.Split(2, dataset)).Message, StringComparison.Ordinal);
    }

    private static LabelledFace Face(int photo, string part, float yaw)
    {
        var angles = new EulerAngles(yaw, 0, 0);
        return new LabelledFace($"0/image{photo:00000}.jpg", new FaceBox(0, 0, 9, 9), angles.ToRotation()) { Angles = angles, Part = part };
    }

    private static FaceDataset Dataset(IEnumerable<LabelledFace> faces) =>
        new("AFLW", new NoPhotos(), [.. faces], new ReadReport("AFLW")) { Terms = "none" };

    private sealed class NoPhotos : IPhotoSource
    {
        public OpenCvSharp.Mat Load(string image) => throw new InvalidDataException("none");

        public void Dispose()
        {
        }
    }
}
