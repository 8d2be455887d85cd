using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Estimation;
using HeadTracker.Inference;

namespace HeadTracker.Tracking;

/// <summary>An opened detector and pose estimator.</summary>
public sealed class Engines : IDisposable
{
    /// <summary>
    /// Least scores in a camera's whole picture and in a photo's, and in closer looks, of which there are many. Measured: at 0.6 one photo in 200 of
    /// people who turn up to 90° shows no face, at 0.8 one in 93; of photos without anybody one in 35 shows one at 0.6 (docs/measured.md).
    /// </summary>
    private const float CameraScore = 0.5f, PhotoScore = 0.6f, CloserScore = 0.8f;

    /// <summary>So that an empty room costs a camera's frame four network runs and each of its corners is looked at every second.</summary>
    private const int LiveCloserViews = 3;

    private const string Follower = "blazeface-front";

    /// <summary>The detector that suits most.</summary>
    public const string DefaultDetector = "blazeface";

    private readonly SwitchableDetector _detector;
    private readonly SwitchableEstimator _estimator;
    private readonly Func<string, (IFaceDetector Detector, IPoseEstimator Estimator)> _open;

    private Engines(string model, Func<string, (IFaceDetector Detector, IPoseEstimator Estimator)> open)
    {
        var (detector, estimator) = open(model);
        (_detector, _estimator, _open) = (new SwitchableDetector(detector), new SwitchableEstimator(estimator), open);
    }

    /// <summary>The pose model that the manifest calls the default, or the landmarks when it names none.</summary>
    public static string DefaultModel => ModelManifest.ReadFrom(ModelFiles.Folder).Default ?? PoseEstimators.Landmarks;

    /// <summary>Finds faces; owned by this.</summary>
    public IFaceDetector Detector => _detector;

    /// <summary>Gives them poses; owned by this.</summary>
    public IPoseEstimator Estimator => _estimator;

    /// <param name="model">Name or file of the pose model; null for the best one here.</param>
    /// <param name="detector">Name or file of the detector.</param>
    /// <param name="provider">What shall run both.</param>
    /// <param name="thorough">Look for small faces too, at several times the price: for photos.</param>
    /// <param name="minimumScore">Least score of a face; null for what suits the kind of search.</param>
    /// <param name="threads">CPU threads of a network's run; 0 for as many as pay.</param>
    /// <exception cref="UserErrorException">A model is missing, damaged, or not run by the provider.</exception>
    public static Engines Open(string? model, string detector, ExecutionProvider provider, bool thorough = false, float? minimumScore = null,
        int threads = 0) =>
        new(model ?? DefaultModel, chosen => OpenBoth(chosen, detector, provider, thorough, minimumScore, threads));

    /// <summary>Goes over to another pose model, and the detector that suits it, while the run goes on. The present ones stay when this fails.</summary>
    /// <exception cref="UserErrorException">As <see cref="Open"/>.</exception>
    public void SwitchModel(string model)
    {
        var (detector, estimator) = _open(model);
        _detector.Switch(detector);
        _estimator.Switch(estimator);
    }

    /// <summary>Closes both.</summary>
    public void Dispose()
    {
        Detector.Dispose();
        Estimator.Dispose();
    }

    private static (IFaceDetector Detector, IPoseEstimator Estimator) OpenBoth(
        string model, string detector, ExecutionProvider provider, bool thorough, float? minimumScore, int threads)
    {
        var poses = PoseEstimators.Create(model, provider, threads);
        try
        {
            // A network that judges pixels needs a box only; a pose from points needs the best points there are.
            var follows = detector == DefaultDetector && !thorough && poses.UsesPixels;
            var faces = FaceDetectors.Create(new DetectorOptions
            {
                Model = detector,
                Follower = follows ? Follower : null,
                Provider = provider,
                Threads = threads,
                Thorough = thorough,
                MinimumScore = minimumScore ?? (thorough ? PhotoScore : CameraScore),
                CloserScore = minimumScore ?? CloserScore,
                CloserViews = thorough ? int.MaxValue : LiveCloserViews,
            });
            return (faces, poses);
        }
        catch
        {
            poses.Dispose();
            throw;
        }
    }
}
