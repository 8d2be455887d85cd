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
        var grid = Grid(transforms, aspects, side, (int)size, output, output, stored.device);
        var sampled = functional.grid_sample(
            stored.to(ScalarType.Float32), grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Border, align_corners: false);
        return Bytes.From(sampled).MoveToOuterDisposeScope();
    }

    /// <summary>Where each cell of the results comes from, as torch counts: from -1 to 1 over the stored images.</summary>
    /// <param name="transforms">B of them.</param>
    /// <param name="aspects">See <see cref="Sample"/>.</param>
    /// <param name="side">Side of the box in stored pixels.</param>
    /// <param name="size">Side of the stored images.</param>
    /// <param name="output">Side of the results.</param>
    /// <param name="cells">Cells across the results: their pixels, or fewer.</param>
    /// <param name="device">Where it is used.</param>
    /// <returns>float32 (B, cells, cells, 2): x, y.</returns>
    internal static Tensor Grid(
        IReadOnlyList<GeometricTransform> transforms, IReadOnlyList<float> aspects, int side, int size, int output, int cells, Device device)
    {
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

        return functional.affine_grid(tensor(theta, [transforms.Count, 2, 3], device: device), [transforms.Count, 3, cells, cells], align_corners: false)
            .MoveToOuterDisposeScope();
    }
}
