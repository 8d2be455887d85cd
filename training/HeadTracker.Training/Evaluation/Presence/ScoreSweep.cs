using HeadTracker.Capture;
using HeadTracker.Detection;
using HeadTracker.Training.Labelling;

namespace HeadTracker.Training.Evaluation.Presence;

/// <summary>How many photos show a face to a detector that believes in scores from <paramref name="LeastScore"/> on.</summary>
/// <param name="LeastScore">Of a face.</param>
/// <param name="Found">Photos of somebody with a face.</param>
/// <param name="False">Photos of nobody with a face.</param>
/// <param name="FalseFaces">Faces in the photos of nobody.</param>
public sealed record ScoreFigures(float LeastScore, int Found, int False, int FalseFaces);

/// <summary>What a least score of faces costs and brings in photos: each is searched once, as thoroughly as <c>image</c> does, for all scores.</summary>
public sealed class ScoreSweep : IDisposable
{
    /// <summary>What photos are searched for; no sensible least score is lower.</summary>
    private const float Lowest = 0.3f;

    private readonly PhotoFaces _faces = new(FaceDetectors.Create(
        new DetectorOptions { MinimumScore = Lowest, Thorough = true, Provider = Inference.ExecutionProvider.Cpu, Threads = 1 }));

    /// <summary>The scores of a photo's faces, best first.</summary>
    /// <exception cref="UserErrorException">The photo cannot be read.</exception>
    public IReadOnlyList<float> ScoresOf(string photo)
    {
        using var image = ImageFile.Read(photo);
        return [.. _faces.Find(image).Select(face => face.Score).OrderDescending()];
    }

    /// <summary>Counts for every least score.</summary>
    /// <param name="somebody">The scores of every photo of somebody.</param>
    /// <param name="nobody">Those of every photo of nobody.</param>
    public static IReadOnlyList<ScoreFigures> Count(IReadOnlyList<IReadOnlyList<float>> somebody, IReadOnlyList<IReadOnlyList<float>> nobody) =>
    [
        .. Enumerable.Range(0, 7).Select(step => Lowest + 0.1f * step).Select(least => new ScoreFigures(
            MathF.Round(least, 1),
            somebody.Count(scores => scores.Any(score => score >= least)),
            nobody.Count(scores => scores.Any(score => score >= least)),
            nobody.Sum(scores => scores.Count(score => score >= least)))),
    ];

    /// <summary>Closes the network.</summary>
    public void Dispose() => _faces.Dispose();
}
