using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Augmentation;

/// <summary>A face far from the camera: the image averaged down and interpolated up again.</summary>
public static class LowResolution
{
    /// <param name="images">uint8 (n, 3, H, W).</param>
    /// <param name="divisor">Pixels averaged into one, along each axis.</param>
    public static Tensor Apply(Tensor images, int divisor)
    {
        using var scope = NewDisposeScope();
        long[] size = [images.shape[2], images.shape[3]];
        var small = functional.interpolate(images.to(ScalarType.Float32), [size[0] / divisor, size[1] / divisor], mode: InterpolationMode.Area);
        var large = functional.interpolate(Bytes.From(small).to(ScalarType.Float32), size, mode: InterpolationMode.Bilinear, align_corners: false);
        return Bytes.From(large).MoveToOuterDisposeScope();
    }
}
