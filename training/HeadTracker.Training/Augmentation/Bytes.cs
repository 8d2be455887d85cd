using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Augmentation;

/// <summary>Between pixels' bytes and the numbers that augmentations reckon with. Images are bytes between any two augmentations.</summary>
internal static class Bytes
{
    /// <summary>Rounds to nearest and saturates.</summary>
    public static Tensor From(Tensor values) => values.round().clamp_(0, 255).to(ScalarType.Byte);

    /// <summary>0 … 1 → 0 … 255.</summary>
    public static Tensor FromUnit(Tensor values) => From(values * 255f);

    /// <summary>0 … 255 → 0 … 1.</summary>
    public static Tensor ToUnit(Tensor bytes) => bytes.to(ScalarType.Float32).mul_(1 / 255f);

    /// <summary>One number per image, shaped to act on (n, H, W).</summary>
    public static Tensor PerImage(IReadOnlyList<float> values, Device device) => tensor(values.ToArray(), device: device).view(-1, 1, 1);
}
