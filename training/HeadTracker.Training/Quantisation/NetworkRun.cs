using Google.Protobuf;
using HeadTracker.Contract;
using HeadTracker.Training.Export.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace HeadTracker.Training.Quantisation;

/// <summary>A pose network in memory, run over many faces on the CPU. Not thread-safe.</summary>
internal sealed class NetworkRun : IDisposable
{
    /// <summary>Faces at a time.</summary>
    public const int BatchSize = 16;

    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();

    /// <exception cref="UserErrorException">It is no network that runs.</exception>
    public NetworkRun(ModelProto model)
    {
        using var sessionOptions = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        sessionOptions.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        try
        {
            _session = new InferenceSession(model.ToByteArray(), sessionOptions);
        }
        catch (OnnxRuntimeException e)
        {
            throw new UserErrorException($"It does not run ({e.Message.Split('\n')[0].TrimEnd('.')}); export it again.", e);
        }
    }

    /// <param name="faces">What goes in.</param>
    /// <param name="outputs">Tensors to look at.</param>
    /// <param name="look">Told each of them for each batch: its index in <paramref name="outputs"/>, the first face of the batch, the values.</param>
    public void Over(CalibrationFaces faces, IReadOnlyList<string> outputs, OutputLook look)
    {
        var size = faces.InputSize;
        for (var first = 0; first < faces.Count; first += BatchSize)
        {
            var count = Math.Min(BatchSize, faces.Count - first);
            var images = faces.Images.AsMemory(first * faces.FaceLength, count * faces.FaceLength);
            using var input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, images, [count, 3, size, size]);
            using var results = _session.Run(_options, [PoseModelContract.InputName], [input], outputs);
            for (var i = 0; i < outputs.Count; i++) look(i, first, results[i].GetTensorDataAsSpan<float>());
        }
    }

    public void Dispose()
    {
        _options.Dispose();
        _session.Dispose();
    }
}

internal delegate void OutputLook(int output, int firstFace, ReadOnlySpan<float> values);
