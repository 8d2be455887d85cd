using HeadTracker.Inference;

namespace HeadTracker.Training.Measurement;

/// <summary>A network bound to buffers of noise, for timing it alone. Owns its session.</summary>
public sealed class NoiseRun : IDisposable
{
    private readonly OnnxSession _session;
    private readonly OnnxBinding _binding;

    /// <param name="session">Owned from here on. Sides that the model leaves open become 1: the batch.</param>
    public NoiseRun(OnnxSession session)
    {
        _session = session;
        var random = new Random(1);
        _binding = session.Bind(session.Inputs.Select(Noise).ToList(), session.Outputs.Select(tensor => Empty(tensor)).ToList());

        BoundTensor Noise(OnnxTensor tensor)
        {
            var bound = Empty(tensor);
            foreach (ref var value in bound.Memory.Span) value = random.NextSingle() * 2 - 1;
            return bound;
        }
    }

    public void Run() => _binding.Run();

    public void Dispose()
    {
        _binding.Dispose();
        _session.Dispose();
    }

    private static BoundTensor Empty(OnnxTensor tensor)
    {
        long[] shape = [.. tensor.Shape.Select(side => (long)Math.Max(1, side))];
        return new BoundTensor(tensor.Name, new float[shape.Aggregate(1L, (product, side) => product * side)], shape);
    }
}
