using HeadTracker.Detection;
using HeadTracker.Estimation;
using HeadTracker.Inference;

namespace HeadTracker.Commands;

/// <summary>An opened detector and pose estimator.</summary>
internal sealed class Engines(IFaceDetector detector, IPoseEstimator estimator) : IDisposable
{
    public IFaceDetector Detector { get; } = detector;

    public IPoseEstimator Estimator { get; } = estimator;

    /// <param name="model">Name or file of the pose model; null for the best one here.</param>
    /// <param name="detector">Name or file of the detector.</param>
    /// <param name="provider">What shall run both.</param>
    /// <param name="thorough">Look for small faces too, at several times the price: for photos.</param>
    /// <exception cref="UserErrorException">A model is missing, damaged, or not run by the provider.</exception>
    public static Engines Open(string? model, string detector, ExecutionProvider provider, bool thorough = false)
    {
        var faces = FaceDetectors.Create(new DetectorOptions { Model = detector, Provider = provider, Thorough = thorough });
        try
        {
            return new Engines(faces, PoseEstimators.Create(model ?? PoseEstimators.Default, provider));
        }
        catch
        {
            faces.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Detector.Dispose();
        Estimator.Dispose();
    }
}
