using HeadTracker.Inference;
using HeadTracker.Training.Evaluation.Presence;
using OpenCvSharp;

namespace HeadTracker.Training.Tests.Evaluation;

public sealed class ScoreSweepTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("headtracker-scores-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Photos_and_false_faces_are_counted_by_their_scores()
    {
        var figures = ScoreSweep.Count(
            [new([0.95f, 0.4f], [0.97f]), new([0.62f], [0.62f]), new([], [0.41f])], [new([0.36f], [0.72f, 0.36f]), new([], [])]);
        Assert.Equal(13, figures.Count);
        Assert.Equal(new ScoreFigures(0.3f, 2, 1, 3, 1), figures[0]);
        Assert.Equal(new ScoreFigures(0.4f, 2, 0, 3, 1), figures[2]);
        Assert.Equal(new ScoreFigures(0.6f, 2, 0, 2, 1), figures[6]);
        Assert.Equal(new ScoreFigures(0.9f, 1, 0, 1, 0), figures[12]);
    }

    [Fact]
    public void A_rendered_head_scores_high_and_a_grey_picture_has_no_face()
    {
        var head = Path.Combine(_folder.FullName, "head.png");
        using (var film = new VideoCapture(Path.Combine(ModelFiles.Folder, "demo", "turning-head.mp4")))
        using (var picture = new Mat())
        {
            Assert.True(film.Read(picture));
            Cv2.ImWrite(head, picture);
        }

        var grey = Path.Combine(_folder.FullName, "grey.png");
        using (var picture = new Mat(240, 320, MatType.CV_8UC3, Scalar.All(128))) Cv2.ImWrite(grey, picture);
        using var sweep = new ScoreSweep();
        var scores = sweep.ScoresOf(head);
        Assert.True(Assert.Single(scores.Whole) > 0.8f);
        Assert.True(Assert.Single(scores.Closer) > 0.8f);
        Assert.Empty(sweep.ScoresOf(grey).Closer);
    }
}
