using Google.Protobuf;
using HeadTracker.Training.Export;
using HeadTracker.Training.Export.Onnx;
using HeadTracker.Training.Networks;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Import;

/// <summary>Whether a backbone computes what the ONNX file computes that its weights came from: shapes alone do not tell strides, padding or order.</summary>
internal static class OnnxParity
{
    /// <summary>Pixels, where the file leaves the size open.</summary>
    private const int UsualSide = 64;
    private const int LargestSide = 1024;

    /// <summary>Largest difference of the last feature map's values on noise, as a share of the largest value.</summary>
    /// <param name="model">A ResNet.</param>
    /// <param name="featureMap">The value of its graph to compare.</param>
    /// <param name="backbone">In evaluation mode, on the CPU.</param>
    /// <exception cref="InvalidDataException">The file takes no picture, or does not run.</exception>
    public static float Difference(ModelProto model, string featureMap, ResNet backbone)
    {
        var input = model.Graph.Input.FirstOrDefault(value => model.Graph.Initializer.All(tensor => tensor.Name != value.Name));
        long[] shape = [.. input?.Type?.TensorType?.Shape?.Dim.Select(side => side.DimValue) ?? []];
        if (shape is not [_, 3, _, _] || shape[2..].Any(side => side > LargestSide))
            throw new InvalidDataException("it takes no picture of shape (N, 3, H, W)");
        shape = [Math.Max(1, shape[0]), 3, Math.Max(UsualSide, shape[2]), Math.Max(UsualSide, shape[3])];
        using var scope = NewDisposeScope();
        using var none = no_grad();
        using var generator = new Generator(1);
        var picture = randn(shape, generator: generator);
        var expected = tensor(Run(Cut(model, featureMap), input!.Name, picture, out var map), map);
        var actual = backbone.call(picture);
        if (!actual.shape.SequenceEqual(map)) return float.PositiveInfinity;
        return ((actual - expected).abs().max() / expected.abs().max().clamp_min(1e-6)).item<float>();
    }

    /// <summary>The same file with the feature map as its only output.</summary>
    private static ModelProto Cut(ModelProto model, string featureMap)
    {
        var cut = model.Clone();
        cut.Graph.Output.Clear();
        cut.Graph.Output.Add(OnnxTensors.OutputOf(featureMap));
        return cut;
    }

    private static float[] Run(ModelProto model, string input, Tensor picture, out long[] shape)
    {
        try
        {
            using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            using var session = new InferenceSession(model.ToByteArray(), options);
            using var runOptions = new RunOptions();
            using var values = OrtValue.CreateTensorValueFromMemory(picture.data<float>().ToArray(), picture.shape);
            using var results = session.Run(runOptions, [input], [values], [model.Graph.Output[0].Name]);
            shape = results[0].GetTensorTypeAndShape().Shape;
            return results[0].GetTensorDataAsSpan<float>().ToArray();
        }
        catch (OnnxRuntimeException e)
        {
            throw new InvalidDataException($"ONNX Runtime does not run it: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}", e);
        }
    }
}
