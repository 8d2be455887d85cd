using HeadTracker.Contract;
using HeadTracker.Geometry;
using HeadTracker.Inference;
using OpenCvSharp;

namespace HeadTracker.Training.Evaluation.Adapters;

/// <summary>A network with one image input that sees a crop about the face, and the buffers it is bound to.</summary>
internal sealed class CroppedNetwork : IDisposable
{
    private readonly OnnxSession _session;
    private readonly OnnxBinding _binding;

    /// <param name="session">Owned from here on.</param>
    /// <param name="inputShape">Of the one input, batch 1.</param>
    /// <param name="outputs">Name and length of the outputs to keep; all that the model has.</param>
    public CroppedNetwork(OnnxSession session, long[] inputShape, IReadOnlyList<(string Name, long[] Shape)> outputs)
    {
        _session = session;
        Input = new float[inputShape.Aggregate(1L, (product, side) => product * side)];
        Outputs = [.. outputs.Select(output => new float[output.Shape.Aggregate(1L, (product, side) => product * side)])];
        _binding = session.Bind(
            [new BoundTensor(session.Inputs[0].Name, Input, inputShape)],
            outputs.Select((output, i) => new BoundTensor(output.Name, Outputs[i], output.Shape)));
    }

    public float[] Input { get; }

    public IReadOnlyList<float[]> Outputs { get; }

    public void Run() => _binding.Run();

    public void Dispose()
    {
        _binding.Dispose();
        _session.Dispose();
    }
}
