using HeadTracker.Geometry;
using HeadTracker.Training.Data;
using HeadTracker.Training.Evaluation;
using HeadTracker.Training.Evaluation.Charts;
using HeadTracker.Training.Tests.Data;
using OpenCvSharp;

namespace HeadTracker.Training.Tests.Evaluation;

public sealed class EvaluationPicturesTests
{
    [Fact]
    public void The_sheets_begin_with_the_best_and_the_worst_face()
    {
        // Thirty faces, each brighter than the one before and a degree more off.
        PoseComparison[] comparisons = [.. Enumerable.Range(0, 30).Select(i => new PoseComparison(
            new LabelledFace($"{i}", new FaceBox(0, 0, 40, 40), new EulerAngles(0, 0, 0).ToRotation()), new EulerAngles(i, 0, 0).ToRotation()))];
        using var dataset = new FaceDataset("d", new Greys(), [.. comparisons.Select(face => face.Face)], new ReadReport("d")) { Terms = "" };
        using var folder = new TemporaryFolder();

        EvaluationPictures.Write(folder.Root, dataset, [new ModelResult(PoseMetrics.Of("m", "d", comparisons, 0), comparisons)]);

        Assert.Equal(0, FirstTile("best-m.png"));
        Assert.Equal(8 * 29, FirstTile("worst-m.png"));
        Assert.True(File.Exists(folder.PathOf("errors.png")) && File.Exists(folder.PathOf("scatter.png")));

        int FirstTile(string name)
        {
            using var sheet = Cv2.ImRead(folder.PathOf(name));
            return sheet.At<Vec3b>(3, 3).Item0;
        }
    }

    /// <summary>Photo n has the grey level 8n.</summary>
    private sealed class Greys : IPhotoSource
    {
        public Mat Load(string image) => new(60, 60, MatType.CV_8UC3, Scalar.All(8 * int.Parse(image, System.Globalization.CultureInfo.InvariantCulture)));

        public void Dispose()
        {
        }
    }
}
