using HeadTracker.Inference;

namespace HeadTracker.Estimation;

/// <summary>Makes pose estimators from names and files.</summary>
public static class PoseEstimators
{
    /// <summary>The estimator that needs no weights.</summary>
    public const string Landmarks = "landmarks";

    /// <summary>Opens an estimator.</summary>
    /// <param name="model"><see cref="Landmarks"/>, the name of a model in <see cref="ModelFiles.Folder"/>, or the path of an ONNX file. One with a
    /// description beside it (<see cref="Contract.ForeignModelContract"/>) is used as that says.</param>
    /// <param name="provider">What shall run it.</param>
    /// <param name="threads">CPU threads of one run; 0 for as many as pay.</param>
    /// <returns>Owned by the caller.</returns>
    /// <exception cref="UserErrorException">The model is missing, damaged or breaks its contract, or the provider does not run it.</exception>
    public static IPoseEstimator Create(string model, ExecutionProvider provider = ExecutionProvider.Auto, int threads = 0)
    {
        if (string.Equals(model, Landmarks, StringComparison.OrdinalIgnoreCase)) return new LandmarkPoseEstimator();
        var session = OnnxSession.Open(ModelFiles.Resolve(model), provider, threads);
        // What somebody says about a model counts for more than what the model says: it may be there to mend that.
        return ForeignPoseEstimator.Describes(session.FilePath) ? new ForeignPoseEstimator(session) : new RvcPoseEstimator(session);
    }
}
