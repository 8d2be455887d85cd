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
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _options = new();
    private readonly List<OrtValue> _values = [];
    private long _ticks;

    internal OnnxBinding(InferenceSession session, IEnumerable<BoundTensor> inputs, IEnumerable<BoundTensor> outputs)
    {
        _session = session;
        _binding = session.CreateIoBinding();
        foreach (var tensor in inputs) _binding.BindInput(tensor.Name, ValueOver(tensor));
        foreach (var tensor in outputs) _binding.BindOutput(tensor.Name, ValueOver(tensor));
    }

    /// <summary>Time spent inside the network so far. Read by the thread that runs it.</summary>
    public TimeSpan Spent => Stopwatch.GetElapsedTime(0, _ticks);

    /// <summary>Runs the network on what the input buffers hold now.</summary>
    public void Run()
    {
        var start = Stopwatch.GetTimestamp();
        _session.RunWithBinding(_options, _binding);
        _ticks += Stopwatch.GetTimestamp() - start;
    }

    /// <summary>Frees the binding; the buffers stay the caller's.</summary>
    public void Dispose()
    {
        _binding.Dispose();
        _options.Dispose();
        foreach (var value in _values) value.Dispose();
    }

    private OrtValue ValueOver(BoundTensor tensor)
    {
        var value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, tensor.Memory, tensor.Shape);
        _values.Add(value);
        return value;
    }
}
