using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;

namespace HeadTracker.Inference;

/// <summary>A tensor and the caller's memory that holds it.</summary>
/// <param name="Name">The tensor's name in the graph.</param>
/// <param name="Memory">Its elements; pinned while the binding lives.</param>
/// <param name="Shape">Its sides, none open.</param>
public readonly record struct BoundTensor(string Name, Memory<float> Memory, params long[] Shape);

/// <summary>
/// A model tied to buffers once, so that running it again and again reads and writes them in place and allocates nothing.
/// </summary>
public sealed class OnnxBinding : IDisposable
{
    private readonly InferenceSession session;
    private readonly OrtIoBinding binding;
    private readonly RunOptions options = new();
    private readonly List<OrtValue> values = [];
    private long ticks;

    internal OnnxBinding(InferenceSession session, IEnumerable<BoundTensor> inputs, IEnumerable<BoundTensor> outputs)
    {
        this.session = session;
        binding = session.CreateIoBinding();
        foreach (var tensor in inputs) binding.BindInput(tensor.Name, ValueOver(tensor));
        foreach (var tensor in outputs) binding.BindOutput(tensor.Name, ValueOver(tensor));
    }

    /// <summary>Time spent inside the network so far. Read by the thread that runs it.</summary>
    public TimeSpan Spent => Stopwatch.GetElapsedTime(0, ticks);

    /// <summary>Runs the network on what the input buffers hold now.</summary>
    public void Run()
    {
        var start = Stopwatch.GetTimestamp();
        session.RunWithBinding(options, binding);
        ticks += Stopwatch.GetTimestamp() - start;
    }

    /// <summary>Frees the binding; the buffers stay the caller's.</summary>
    public void Dispose()
    {
        binding.Dispose();
        options.Dispose();
        foreach (var value in values) value.Dispose();
    }

    private OrtValue ValueOver(BoundTensor tensor)
    {
        var value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, tensor.Memory, tensor.Shape);
        values.Add(value);
        return value;
    }
}
