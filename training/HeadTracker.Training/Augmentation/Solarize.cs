using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Augmentation;

/// <summary>Inverts what is bright, as film does when light hits it during development.</summary>
public static class Solarize
{
    /// <summary>Levels from here on are inverted.</summary>
    public const int Threshold = 128;

    /// <param name="images">uint8 RGB (n, 3, H, W).</param>
    public static Tensor Apply(Tensor images)
    {
        using var scope = NewDisposeScope();
        return where(images >= Threshold, 255 - images, images).to(ScalarType.Byte).MoveToOuterDisposeScope();
    }
}
