using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Augmentation;

/// <summary>Exchanges the colour channels of each image.</summary>
public static class ChannelShuffle
{
    /// <param name="images">uint8 (n, 3, H, W).</param>
    /// <param name="orders">For each image the source channel of each of its three channels.</param>
    public static Tensor Apply(Tensor images, IReadOnlyList<long[]> orders)
    {
        using var scope = NewDisposeScope();
        var index = tensor(orders.SelectMany(order => order).ToArray(), device: images.device).view(-1, 3, 1, 1);
        return images.gather(1, index.expand(images.shape)).MoveToOuterDisposeScope();
    }
}

/// <summary>Blackens one colour channel of each image.</summary>
public static class ChannelDropout
{
    /// <param name="images">uint8 (n, 3, H, W).</param>
    /// <param name="dropped">The channel each image loses.</param>
    public static Tensor Apply(Tensor images, IReadOnlyList<long> dropped)
    {
        using var scope = NewDisposeScope();
        var lost = tensor(dropped.ToArray(), device: images.device).view(-1, 1, 1, 1);
        var channel = arange(3, ScalarType.Int64, images.device).view(1, 3, 1, 1);
        return images.masked_fill(channel == lost, 0).MoveToOuterDisposeScope();
    }
}
