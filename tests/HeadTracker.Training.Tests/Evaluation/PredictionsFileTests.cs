using HeadTracker.Geometry;
using HeadTracker.Training.Data;
using HeadTracker.Training.Evaluation;
using HeadTracker.Training.Tests.Data;

namespace HeadTracker.Training.Tests.Evaluation;

public sealed class PredictionsFileTests
{
    [Fact]
    public void Holds_a_line_per_model_and_face_that_the_reader_of_tables_understands()
    {
        var face = new LabelledFace("a, b.jpg", new FaceBox(0, 0, 40, 40), new EulerAngles(10, -20, 5).ToRotation());
        PoseComparison[] comparisons = [new(face, new EulerAngles(13, -20, 5).ToRotation())];
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("predictions.csv");

        PredictionsFile.Write(path, [new ModelResult(PoseMetrics.Of("m, p=7 s=7", "d", comparisons, 0), comparisons)]);

        var table = CsvTable.Parse(File.ReadAllBytes(path));
        var row = Assert.Single(table.Rows);
        Assert.Equal(["m, p=7 s=7", "a, b.jpg", "13.000", "-20.000", "5.000", "10.000", "-20.000", "5.000"], row[..8]);
        Assert.Equal("3.000", row[table.IndexOf("geodesic")]);
    }
}
