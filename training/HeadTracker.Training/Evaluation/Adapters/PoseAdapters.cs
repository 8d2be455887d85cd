using HeadTracker.Contract;
using HeadTracker.Inference;

namespace HeadTracker.Training.Evaluation.Adapters;

/// <summary>Opens models by what their tensors look like.</summary>
public static class PoseAdapters
{
    /// <param name="model">An ONNX file, or several joined by '+' whose angles are averaged (FSA-Net).</param>
    /// <exception cref="UserErrorException">A file is missing, damaged or of no known kind.</exception>
    public static IPoseAdapter Open(string model)
    {
        var sessions = new List<OnnxSession>();
        try
        {
            foreach (var file in model.Split('+')) sessions.Add(OnnxSession.Open(file, ExecutionProvider.Cpu));
            var name = Path.GetFileNameWithoutExtension(sessions[0].FilePath);
            if (sessions.TrueForAll(FsaNetAdapter.Recognises)) return new FsaNetAdapter(sessions.Count == 1 ? name : "FSA-Net", sessions);
            if (sessions is [var one] && OpentrackAdapter.Recognises(one)) return new OpentrackAdapter(name, one);
            throw new UserErrorException(
                $"{model} is no pose model known here (inputs {string.Join("; ", sessions[0].Inputs)}; outputs {string.Join("; ", sessions[0].Outputs)}); give one of ours, FSA-Net's, opentrack's, or 'landmarks'.");
        }
        catch
        {
            sessions.ForEach(session => session.Dispose());
            throw;
        }
    }
}
