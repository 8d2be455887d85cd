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
        var figures = ScoreSweep.Count([[0.95f, 0.4f], [0.65f], []], [[0.72f, 0.35f], [], [0.5f]]);
        Assert.Equal([0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f, 0.9f], figures.Select(one => one.LeastScore));
        Assert.Equal([2, 2, 2, 2, 1, 1, 1], figures.Select(one => one.Found));
        Assert.Equal([2, 2, 2, 1, 1, 0, 0], figures.Select(one => one.False));
        Assert.Equal([3, 2, 2, 1, 1, 0, 0], figures.Select(one => one.FalseFaces));
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
        Assert.True(Assert.Single(sweep.ScoresOf(head)) > 0.8f);
        Assert.Empty(sweep.ScoresOf(grey));
    }
}
