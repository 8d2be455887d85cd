using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Estimation;
using HeadTracker.Inference;

namespace HeadTracker.Training.Evaluation.Adapters;

/// <summary>Opens models by what their tensors look like.</summary>
public static class PoseAdapters
{
    /// <param name="model">
    /// "landmarks", the name of a model of ours, an ONNX file, or several files joined by '+' whose angles are averaged (FSA-Net). Behind one of ours
    /// <c>,p=7,s=7</c> makes it the <see cref="EnsembleAdapter"/> over that network.
    /// </param>
    /// <param name="detector">Where "landmarks" gets its points: a name or file, see <see cref="DetectorOptions.Model"/>.</param>
    /// <exception cref="UserErrorException">A file is missing, damaged or of no known kind.</exception>
    public static IPoseAdapter Open(string model, string detector = "blazeface")
    {
        if (string.Equals(model, PoseEstimators.Landmarks, StringComparison.OrdinalIgnoreCase))
            return new RuntimeAdapter(new LandmarkPoseEstimator(),
                FaceDetectors.Create(new DetectorOptions { Model = detector, Thorough = true, MinimumScore = 0.3f }));

        var (files, grid) = EnsembleAdapter.Parse(model);
        var sessions = new List<OnnxSession>();
        try
        {
            foreach (var file in files.Split('+')) sessions.Add(OnnxSession.Open(ModelFiles.Resolve(file), ExecutionProvider.Cpu));
            if (sessions is [var ours] && ours.Metadata.ContainsKey(PoseModelContract.MetadataKey))
            {
                var network = new RvcPoseEstimator(ours);
                return grid is { } boxes ? new EnsembleAdapter(network, boxes) : new RuntimeAdapter(network, detector: null);
            }

            if (grid is not null)
            {
                throw new UserErrorException($"'{files}' is not a network of this project, and only of those is the ensemble made; leave out ',p=…,s=…'.");
            }

            var name = Path.GetFileNameWithoutExtension(sessions[0].FilePath);
            if (sessions.TrueForAll(FsaNetAdapter.Recognises)) return new FsaNetAdapter(sessions.Count == 1 ? name : "FSA-Net", sessions);
            if (sessions is [var foreign] && OpentrackAdapter.Recognises(foreign)) return new OpentrackAdapter(name, foreign);
            throw new UserErrorException(
                $"{model} is no pose model known here (inputs {string.Join("; ", sessions[0].Inputs)}; "
                    + $"outputs {string.Join("; ", sessions[0].Outputs)}); give one of ours, FSA-Net's, opentrack's, or '{PoseEstimators.Landmarks}'.");
        }
        catch
        {
            sessions.ForEach(session => session.Dispose());
            throw;
        }
    }
}
