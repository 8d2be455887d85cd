using HeadTracker.Contract;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Augmentation;

/// <summary>
/// <see cref="PixelNormalizer"/>'s rule on a batch: plane c = byte · factor[c] + offset[c], from RGB bytes to float network input.
/// </summary>
public sealed class BatchNormalizer : IDisposable
{
    private readonly PixelNormalizer _rule;
    private readonly Tensor _factor;
    private readonly Tensor _offset;

    public BatchNormalizer(PixelNormalizer rule, Device device)
    {
        _rule = rule;
        _factor = tensor(Enumerable.Range(0, 3).Select(rule.FactorOf).ToArray(), device: device).view(1, 3, 1, 1).DetachFromDisposeScope();
        _offset = tensor(Enumerable.Range(0, 3).Select(rule.OffsetOf).ToArray(), device: device).view(1, 3, 1, 1).DetachFromDisposeScope();
    }

    /// <param name="images">uint8 RGB (B, 3, H, W).</param>
    /// <returns>float32 (B, 3, H, W) in channels-last order, which convolutions run faster on.</returns>
    public Tensor Apply(Tensor images)
    {
        using var scope = NewDisposeScope();
        var ordered = _rule.Channels == ChannelOrder.Rgb ? images : images.flip(1);
        var values = ordered.to(ScalarType.Float32).mul_(_factor).add_(_offset);
        return values.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _factor.Dispose();
        _offset.Dispose();
    }
}
