using System.Text.Json.Serialization;

namespace HeadTracker.Contract;

/// <summary>Order of the channel planes in a network's input. Frames are always BGR.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChannelOrder>))]
public enum ChannelOrder
{
    /// <summary>Red first, as PyTorch's vision models have it.</summary>
    Rgb,
    /// <summary>Blue first, as frames and OpenCV have it.</summary>
    Bgr,
}

/// <summary>
/// The one rule from bytes to network input: plane c holds (byte / 255 - mean[c]) / std[c], with c in <see cref="Channels"/> order.
/// </summary>
public sealed record PixelNormalizer(ChannelOrder Channels, IReadOnlyList<float> Mean, IReadOnlyList<float> Std)
{
    /// <summary>RGB with the statistics of ImageNet, as both papers use.</summary>
    public static PixelNormalizer ImageNet { get; } = new(ChannelOrder.Rgb, [0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    /// <summary>Which byte of a BGR pixel plane <paramref name="plane"/> is taken from.</summary>
    public int SourceByteOf(int plane) => Channels == ChannelOrder.Rgb ? 2 - plane : plane;

    /// <summary>The factor of value = byte · factor + <see cref="OffsetOf"/> for a plane.</summary>
    public float FactorOf(int plane) => 1 / (255 * Std[plane]);

    /// <summary>The offset of value = byte · <see cref="FactorOf"/> + offset for a plane.</summary>
    public float OffsetOf(int plane) => -Mean[plane] / Std[plane];

    /// <summary>By value: the same channels, means and deviations.</summary>
    public bool Equals(PixelNormalizer? other) =>
        other is not null && Channels == other.Channels && Mean.SequenceEqual(other.Mean) && Std.SequenceEqual(other.Std);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Channels, Mean.Count, Mean.Sum(), Std.Sum());
}
