using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Augmentation;

/// <summary>Cuts network inputs out of crops that were stored with a margin, through one transform per image.</summary>
public static class GeometricSampler
{
    /// <param name="stored">uint8 (B, 3, S, S): the box in the middle, a margin around it.</param>
    /// <param name="transforms">B of them.</param>
    /// <param name="aspects">Width over height of each image's box in its photo, B.</param>
    /// <param name="side">Side of the box in stored pixels.</param>
    /// <param name="padding">Pixels beyond the box on every side of the result (the ensemble's p).</param>
    /// <returns>uint8 (B, 3, side + 2·padding, …), bilinear; beyond the stored pixels their edge repeats.</returns>
    public static Tensor Sample(Tensor stored, IReadOnlyList<GeometricTransform> transforms, IReadOnlyList<float> aspects, int side, int padding = 0)
    {
        var size = stored.shape[3];
        var output = side + 2 * padding;
        if (transforms.All(transform => transform == GeometricTransform.Identity) && (size - output) % 2 == 0 && size >= output)
        {
            return stored.narrow(2, (size - output) / 2, output).narrow(3, (size - output) / 2, output).contiguous();
        }

        using var scope = NewDisposeScope();
        // affine_grid counts both images from -1 to 1, hence the ratios.
        var theta = new float[transforms.Count * 6];
        var ratio = (float)output / size;
        for (var i = 0; i < transforms.Count; i++)
        {
            var source = transforms[i].ToSource(side, aspects[i]);
            float[] row = [source.M11 * ratio, source.M21 * ratio, 2 * source.M31 / size, source.M12 * ratio, source.M22 * ratio, 2 * source.M32 / size];
            row.CopyTo(theta, i * 6);
        }

        var grid = functional.affine_grid(
            tensor(theta, [transforms.Count, 2, 3], device: stored.device), [transforms.Count, 3, output, output], align_corners: false);
        var sampled = functional.grid_sample(
            stored.to(ScalarType.Float32), grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Border, align_corners: false);
        return Bytes.From(sampled).MoveToOuterDisposeScope();
    }
}
