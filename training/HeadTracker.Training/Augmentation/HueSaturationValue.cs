using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Augmentation;

/// <summary>Shifts of one image in OpenCV's 8-bit HSV: hue in steps of 2°, saturation and value in steps of 1/255.</summary>
public readonly record struct HsvShift(float Hue, float Saturation, float Value)
{
    /// <summary>Albumentations' limits: 20, 30, 20.</summary>
    public static HsvShift Draw(SeededRandom random) => new(random.Between(-20f, 20f), random.Between(-30f, 30f), random.Between(-20f, 20f));
}

/// <summary>Moves hue, saturation and value of whole images; hue goes round, the others saturate.</summary>
public static class HueSaturationValue
{
    /// <param name="images">uint8 RGB (n, 3, H, W).</param>
    /// <param name="shifts">n of them.</param>
    public static Tensor Apply(Tensor images, IReadOnlyList<HsvShift> shifts)
    {
        using var scope = NewDisposeScope();
        var (h, s, v) = ColorSpaces.RgbToHsv(Bytes.ToUnit(images));
        // Through 8 bits, as the library the paper used does it: the hue's 2° steps are part of the augmentation.
        var hue = ((h / 2).round().remainder(180) + PerImage(shift => shift.Hue)).remainder(180).floor() * 2;
        var saturation = ((s * 255).round() + PerImage(shift => shift.Saturation)).clamp(0, 255).floor() / 255f;
        var value = ((v * 255).round() + PerImage(shift => shift.Value)).clamp(0, 255).floor() / 255f;
        return Bytes.FromUnit(ColorSpaces.HsvToRgb(new(hue, saturation, value))).MoveToOuterDisposeScope();

        Tensor PerImage(Func<HsvShift, float> part) => Bytes.PerImage([.. shifts.Select(part)], images.device);
    }
}
