namespace HeadTracker.Inference;

/// <summary>What runs a network.</summary>
public enum ExecutionProvider
{
    /// <summary>The first that works here, in the order of this list.</summary>
    Auto,
    DirectML,
    Cuda,
    CoreML,
    Cpu,
}

/// <summary>The providers' names: on the command line, for people, and inside ONNX Runtime.</summary>
public static class ExecutionProviders
{
    /// <summary>All that can run a network, best first.</summary>
    public static readonly IReadOnlyList<ExecutionProvider> All =
        [ExecutionProvider.DirectML, ExecutionProvider.Cuda, ExecutionProvider.CoreML, ExecutionProvider.Cpu];

    /// <summary>Reads <c>auto</c>, <c>dml</c>, <c>cuda</c>, <c>coreml</c> or <c>cpu</c>.</summary>
    /// <exception cref="UserErrorException">The text is none of them.</exception>
    public static ExecutionProvider Parse(string text) => text.ToLowerInvariant() switch
    {
        "auto" => ExecutionProvider.Auto,
        "dml" or "directml" => ExecutionProvider.DirectML,
        "cuda" => ExecutionProvider.Cuda,
        "coreml" => ExecutionProvider.CoreML,
        "cpu" => ExecutionProvider.Cpu,
        _ => throw new UserErrorException($"There is no provider '{text}'; choose auto, dml, cuda, coreml or cpu."),
    };

    public static string DisplayName(this ExecutionProvider provider) => provider switch
    {
        ExecutionProvider.Auto => "auto",
        ExecutionProvider.Cuda => "CUDA",
        ExecutionProvider.Cpu => "CPU",
        _ => provider.ToString(),
    };

    /// <summary>The name in ONNX Runtime's list of providers and in its profiles.</summary>
    internal static string RuntimeName(this ExecutionProvider provider) => provider switch
    {
        ExecutionProvider.DirectML => "DmlExecutionProvider",
        ExecutionProvider.Cuda => "CUDAExecutionProvider",
        ExecutionProvider.CoreML => "CoreMLExecutionProvider",
        ExecutionProvider.Cpu => "CPUExecutionProvider",
        _ => throw new ArgumentOutOfRangeException(nameof(provider)),
    };
}
