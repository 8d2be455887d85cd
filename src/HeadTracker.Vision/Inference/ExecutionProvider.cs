using System.Text.Json.Serialization;
using HeadTracker.Serialization;

namespace HeadTracker.Inference;

/// <summary>What runs a network.</summary>
public enum ExecutionProvider
{
    /// <summary>The first, in the order of this list, that works here and is faster than the processor.</summary>
    [JsonStringEnumMemberName("auto")]
    Auto,

    /// <summary>Any graphics card under Windows.</summary>
    [JsonStringEnumMemberName("dml")]
    DirectML,

    /// <summary>NVIDIA's cards.</summary>
    [JsonStringEnumMemberName("cuda")]
    Cuda,

    /// <summary>Apple's chips.</summary>
    [JsonStringEnumMemberName("coreml")]
    CoreML,

    /// <summary>The processor, which is always there.</summary>
    [JsonStringEnumMemberName("cpu")]
    Cpu,
}

/// <summary>The providers' names: on the command line, for people, and inside ONNX Runtime.</summary>
public static class ExecutionProviders
{
    /// <summary>All that can run a network, best first.</summary>
    public static readonly IReadOnlyList<ExecutionProvider> All =
        [ExecutionProvider.DirectML, ExecutionProvider.Cuda, ExecutionProvider.CoreML, ExecutionProvider.Cpu];

    /// <summary>What people type: <c>auto</c>, which is the default, then each by its name.</summary>
    public static IReadOnlyList<string> Words { get; } = WireName.All<ExecutionProvider>();

    /// <summary>Reads <c>auto</c>, <c>dml</c>, <c>cuda</c>, <c>coreml</c> or <c>cpu</c>.</summary>
    /// <exception cref="UserErrorException">The text is none of them.</exception>
    public static ExecutionProvider Parse(string text)
    {
        var word = text.ToLowerInvariant();
        return word == "directml" ? ExecutionProvider.DirectML : WireName.Parse<ExecutionProvider>(word)
            ?? throw new UserErrorException($"There is no provider '{text}'; choose {string.Join(", ", Words.SkipLast(1))} or {Words[^1]}.");
    }

    /// <summary>As people see it: "CUDA", "DirectML".</summary>
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
