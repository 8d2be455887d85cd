using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace HeadTracker.Inference;

/// <summary>Finds out whether an accelerator really runs a network, and runs it right.</summary>
internal static class ProviderTrial
{
    /// <summary>A side that the model leaves open, the batch apart: a multiple of every stride in use.</summary>
    private const int FreeSide = 320;

    /// <summary>Half floats and TF32 differ from the CPU by about a thousandth; a broken driver by everything.</summary>
    private const float Tolerance = 0.05f;

    /// <summary>Opens a model with a provider and runs it once on noise.</summary>
    /// <param name="model">The ONNX file's bytes.</param>
    /// <param name="provider">An accelerator that this build contains.</param>
    /// <param name="threads">CPU threads for what is left on the CPU.</param>
    /// <param name="cpu">The same model on the CPU, whose results count as right.</param>
    /// <param name="reason">Why not, when the result is null.</param>
    /// <returns>The session, owned by the caller, or null.</returns>
    public static InferenceSession? Run(byte[] model, ExecutionProvider provider, int threads, InferenceSession cpu, out string reason)
    {
        var profile = Path.Combine(Path.GetTempPath(), $"headtracker-{Environment.ProcessId}-{Guid.NewGuid():N}");
        InferenceSession? session = null;
        try
        {
            using var options = OnnxSession.OptionsFor(threads);
            Append(options, provider);
            options.ProfileOutputPathPrefix = profile;
            options.EnableProfiling = true;
            session = new InferenceSession(model, options);

            var noise = Noise(cpu);
            var difference = LargestDifference(Outputs(cpu, noise), Outputs(session, noise));
            var (own, all) = CountNodes(session.EndProfiling(), provider);
            reason = difference > Tolerance ? $"it ran, but its results are not the CPU's (off by {difference:P0})"
                : 2 * own < all ? $"it took only {own} of {all} nodes and left the others to the CPU"
                : "";
            if (reason.Length == 0) return session;
        }
        catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException or NotSupportedException)
        {
            reason = FirstLine(e.Message);
        }
        finally
        {
            foreach (var file in Directory.EnumerateFiles(Path.GetTempPath(), Path.GetFileName(profile) + "*")) File.Delete(file);
        }

        session?.Dispose();
        return null;
    }

    /// <summary>The message's first line without ONNX Runtime's error code and final stop, fit to stand inside a sentence.</summary>
    public static string FirstLine(string message)
    {
        var line = message.Split('\n', 2)[0].Trim();
        if (line.StartsWith("[ErrorCode:", StringComparison.Ordinal) && line.IndexOf(']') is > 0 and var end) line = line[(end + 1)..].Trim();
        return line.TrimEnd('.');
    }

    private static void Append(SessionOptions options, ExecutionProvider provider)
    {
        switch (provider)
        {
            case ExecutionProvider.DirectML:
                // DirectML demands both.
                options.EnableMemoryPattern = false;
                options.ExecutionMode = ExecutionMode.ORT_SEQUENTIAL;
                options.AppendExecutionProvider_DML();
                break;
            case ExecutionProvider.Cuda:
                options.AppendExecutionProvider_CUDA();
                break;
            case ExecutionProvider.CoreML:
                options.AppendExecutionProvider_CoreML();
                break;
            case ExecutionProvider.Cpu:
                // Always there; the trial of the trial itself.
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(provider));
        }
    }

    internal static List<NamedOnnxValue> Noise(InferenceSession session)
    {
        var random = new Random(1);
        var inputs = new List<NamedOnnxValue>();
        foreach (var (name, node) in session.InputMetadata)
        {
            var tensor = new DenseTensor<float>(ShapeOf(node));
            foreach (ref var value in tensor.Buffer.Span) value = random.NextSingle() * 2 - 1;
            inputs.Add(NamedOnnxValue.CreateFromTensor(name, tensor));
        }

        return inputs;
    }

    /// <summary>How many numbers <see cref="Noise"/> has for an input. As a double: sides can be anything.</summary>
    internal static double Elements(NodeMetadata input) => ShapeOf(input).Aggregate(1.0, (elements, side) => elements * side);

    private static int[] ShapeOf(NodeMetadata input) => [.. input.Dimensions.Select((side, axis) => side > 0 ? side : axis == 0 ? 1 : FreeSide)];

    private static List<float[]> Outputs(InferenceSession session, List<NamedOnnxValue> inputs)
    {
        using var results = session.Run(inputs, session.OutputNames);
        return [.. results.Where(result => result.ElementType == TensorElementType.Float).Select(result => result.AsEnumerable<float>().ToArray())];
    }

    /// <summary>Largest difference of any output, relative to that output's largest value.</summary>
    private static float LargestDifference(List<float[]> expected, List<float[]> found)
    {
        var worst = 0f;
        for (var i = 0; i < expected.Count; i++)
        {
            var scale = expected[i].Max(MathF.Abs) + 1e-6f;
            var difference = expected[i].Zip(found[i], (a, b) => float.IsFinite(b) ? MathF.Abs(a - b) : float.PositiveInfinity).Max();
            worst = MathF.Max(worst, difference / scale);
        }

        return worst;
    }

    /// <summary>The profile is a JSON list of events; a node's kernel carries the provider that ran it.</summary>
    private static (int Own, int All) CountNodes(string profile, ExecutionProvider provider)
    {
        using var events = JsonDocument.Parse(File.ReadAllBytes(profile));
        int own = 0, all = 0;
        foreach (var entry in events.RootElement.EnumerateArray())
        {
            if (!entry.TryGetProperty("args", out var arguments) || !arguments.TryGetProperty("provider", out var name)) continue;
            all++;
            if (name.ValueEquals(provider.RuntimeName())) own++;
        }

        return (own, all);
    }
}
