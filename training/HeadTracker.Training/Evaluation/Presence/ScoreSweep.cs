using HeadTracker.Capture;
using HeadTracker.Detection;

namespace HeadTracker.Training.Evaluation.Presence;

/// <summary>The scores of a photo's faces, best first.</summary>
/// <param name="Whole">Those that the whole picture shows.</param>
/// <param name="Closer">Those that the whole picture or one of the closer looks shows.</param>
public sealed record PhotoScores(IReadOnlyList<float> Whole, IReadOnlyList<float> Closer);

/// <summary>How many photos show a face to a detector that believes in scores from <paramref name="LeastScore"/> on.</summary>
/// <param name="LeastScore">Of a face.</param>
/// <param name="Found">Photos of somebody with a face in the whole picture.</param>
/// <param name="False">Photos of nobody with a face in the whole picture.</param>
/// <param name="FoundCloser">As <paramref name="Found"/>, with the closer looks.</param>
/// <param name="FalseCloser">As <paramref name="False"/>, with the closer looks.</param>
public sealed record ScoreFigures(float LeastScore, int Found, int False, int FoundCloser, int FalseCloser);

/// <summary>What a least score of faces costs and brings in photos: each is searched once, as thoroughly as <c>image</c> does, for all scores.</summary>
/// <remarks>Scores are those by which faces are found, in the whole picture or in a closer view, as <c>--min-score</c> takes them.</remarks>
public sealed class ScoreSweep : IDisposable
{
    /// <summary>What photos are searched for; no sensible least score is lower.</summary>
    private const float Lowest = 0.3f;

    private const float Step = 0.05f;

    private readonly IFaceDetector _whole = Open(closer: false), _closer = Open(closer: true);
    private readonly List<FaceDetection> _faces = [];

    /// <summary>The scores of a photo's faces.</summary>
    /// <exception cref="UserErrorException">The photo cannot be read.</exception>
    public PhotoScores ScoresOf(string photo)
    {
        using var image = ImageFile.Read(photo);
        return new PhotoScores(In(_whole), In(_closer));

        IReadOnlyList<float> In(IFaceDetector detector)
        {
            detector.Detect(image.AsBgr(), _faces);
            return [.. _faces.Select(face => face.Score).OrderDescending()];
        }
    }

    /// <summary>Counts for every least score.</summary>
    /// <param name="somebody">The scores of every photo of somebody.</param>
    /// <param name="nobody">Those of every photo of nobody.</param>
    public static IReadOnlyList<ScoreFigures> Count(IReadOnlyList<PhotoScores> somebody, IReadOnlyList<PhotoScores> nobody)
    {
        return [.. Enumerable.Range(0, 13).Select(step => MathF.Round(Lowest + Step * step, 2)).Select(FiguresOf)];

        ScoreFigures FiguresOf(float least) => new(least,
            somebody.Count(photo => Any(photo.Whole, least)), nobody.Count(photo => Any(photo.Whole, least)),
            somebody.Count(photo => Any(photo.Closer, least)), nobody.Count(photo => Any(photo.Closer, least)));

        static bool Any(IReadOnlyList<float> scores, float least) => scores.Any(score => score >= least);
    }

    /// <summary>Closes the networks.</summary>
    public void Dispose()
    {
        _whole.Dispose();
        _closer.Dispose();
    }

    private static IFaceDetector Open(bool closer) => FaceDetectors.Create(new DetectorOptions
    {
        MinimumScore = Lowest, Thorough = closer, CloserViews = closer ? int.MaxValue : 0, LookAgain = false,
        Provider = Inference.ExecutionProvider.Cpu, Threads = 1,
    });
}
