using System.Text.Json.Serialization;

namespace HeadTracker.Training.Networks;

/// <summary>The section <c>model.highResolution</c>: how deep and wide a high-resolution network is. HRNet-W18 by default; W48 differs in its width.</summary>
public sealed record HighResolutionShape
{
    private const int MostModules = 16;

    /// <summary>Channels of the finest branch; each coarser one has twice as many.</summary>
    public int Width { get; init; } = 18;

    /// <summary>Modules of stages 2, 3 and 4, which have so many branches.</summary>
    public IReadOnlyList<int> Modules { get; init; } = [1, 4, 3];

    /// <summary>Residual blocks in each branch of a module, and in the first stage.</summary>
    public int Blocks { get; init; } = 4;

    /// <summary>Channels of the layers before the first stage, and of its blocks' 3×3 convolutions.</summary>
    public int Stem { get; init; } = 64;

    /// <summary>Of the four maps, the finest first.</summary>
    [JsonIgnore]
    public IReadOnlyList<int> Channels => [.. Enumerable.Range(0, ResNet.Stages).Select(branch => Width << branch)];

    public override string ToString() => $"HRNet of width {Width}, modules {string.Join(", ", Modules)} of {Blocks} blocks, stem {Stem}";

    /// <summary>Whether a network of it can be built.</summary>
    internal bool IsSound =>
        Width is >= 1 and <= PoseNetworkDefinition.LargestWidth && Stem is >= 1 and <= PoseNetworkDefinition.LargestWidth
        && Blocks is >= 1 and <= PoseNetworkDefinition.MostBlocks
        && Modules.Count == ResNet.Stages - 1 && Modules.All(count => count is >= 1 and <= MostModules);
}
