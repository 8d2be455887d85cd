using HeadTracker.Training.Augmentation;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Pretext;

/// <summary>What colourisation sees of an image, and all tasks after harmonisation: its a and b are dropped, its L stands in all three channels.</summary>
public static class Lightness
{
    /// <summary>L* from 0 to 100 becomes 0 to 255.</summary>
    private const float Levels = 2.55f;

    /// <param name="images">uint8 RGB (B, 3, H, W); not changed.</param>
    /// <returns>uint8 of the same shape, its channels equal.</returns>
    public static Tensor Of(Tensor images)
    {
        using var scope = NewDisposeScope();
        var lightness = ColorSpaces.RgbToLab(Bytes.ToUnit(images)).First;
        return Bytes.From(lightness * Levels).unsqueeze(1).expand(-1, 3, -1, -1).contiguous().MoveToOuterDisposeScope();
    }
}
