using System.Text.Json.Serialization;

namespace HeadTracker.Training.Networks;

/// <summary>The depths of the ResNet family (He et al. 2016, table 1).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Backbone>))]
public enum Backbone
{
    ResNet18,
    ResNet34,
    ResNet50,
    ResNet101,
    ResNet152,
}

/// <summary>How deep and wide a residual network is.</summary>
/// <param name="Blocks">Residual blocks in each of the four stages.</param>
/// <param name="Width">Channels of the first stage's 3×3 convolutions; each later stage doubles them.</param>
/// <param name="Bottleneck">Blocks of 1×1, 3×3, 1×1 convolutions with four times the channels at their end, instead of two 3×3.</param>
public sealed record ResNetShape(IReadOnlyList<int> Blocks, int Width, bool Bottleneck)
{
    /// <summary>Channels of the pooled features, (B, Features).</summary>
    public int Features => FeaturesAt(ResNet.Stages);

    /// <summary>Channels of the maps after each stage.</summary>
    public IReadOnlyList<int> Channels => [.. Enumerable.Range(1, ResNet.Stages).Select(FeaturesAt)];

    /// <summary>Channels of the map after the first <paramref name="stages"/> stages, 1 … 4.</summary>
    public int FeaturesAt(int stages) => (Width << (stages - 1)) * (Bottleneck ? BottleneckBlock.Expansion : 1);

    public static ResNetShape Of(Backbone backbone) => backbone switch
    {
        Backbone.ResNet18 => new([2, 2, 2, 2], 64, Bottleneck: false),
        Backbone.ResNet34 => new([3, 4, 6, 3], 64, Bottleneck: false),
        Backbone.ResNet50 => new([3, 4, 6, 3], 64, Bottleneck: true),
        Backbone.ResNet101 => new([3, 4, 23, 3], 64, Bottleneck: true),
        Backbone.ResNet152 => new([3, 8, 36, 3], 64, Bottleneck: true),
        _ => throw new ArgumentOutOfRangeException(nameof(backbone), backbone, "not a ResNet"),
    };
}
