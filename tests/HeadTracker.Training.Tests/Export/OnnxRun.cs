using Google.Protobuf;
using HeadTracker.Contract;
using HeadTracker.Training.Export.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace HeadTracker.Training.Tests.Export;

/// <summary>What ONNX Runtime makes of a model in memory.</summary>
internal static class OnnxRun
{
    /// <param name="model">With one input, a contract's.</param>
    /// <param name="image">Its (1, 3, <paramref name="side"/>, <paramref name="side"/>), row-major.</param>
    /// <param name="side">In pixels.</param>
    /// <param name="output">By name.</param>
    public static float[] Of(ModelProto model, float[] image, int side, string output)
    {
        using var session = new InferenceSession(model.ToByteArray());
        using var input = OrtValue.CreateTensorValueFromMemory(image, [1, 3, side, side]);
        using var options = new RunOptions();
        using var results = session.Run(options, [PoseModelContract.InputName], [input], [output]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
