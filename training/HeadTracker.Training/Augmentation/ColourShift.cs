using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Augmentation;

/// <summary>What happens to the colours of one image; the defaults change nothing.</summary>
/// <param name="Brightness">Factor of every value.</param>
/// <param name="Contrast">Factor of the distance from the image's mean luma.</param>
/// <param name="Saturation">Factor of the distance from each pixel's luma; 0 makes the image grey.</param>
/// <param name="Hue">Turn about the grey axis in degrees.</param>
public readonly record struct ColourShift(float Brightness = 1, float Contrast = 1, float Saturation = 1, float Hue = 0)
{
    private static readonly float[] Luma = [0.299f, 0.587f, 0.114f];

    /// <summary>The same shift without colour.</summary>
    public ColourShift Grey => this with { Saturation = 0 };

    /// <summary>All four at random: brightness, contrast and saturation within ± 40 %, hue within ± 36°, the ranges usual for self-supervised views.</summary>
    public static ColourShift Draw(SeededRandom random) =>
        new(random.Between(0.6f, 1.4f), random.Between(0.6f, 1.4f), random.Between(0.6f, 1.4f), random.Between(-36f, 36f));

    /// <param name="images">uint8 RGB (n, 3, H, W).</param>
    /// <param name="shifts">n of them.</param>
    public static Tensor Apply(Tensor images, IReadOnlyList<ColourShift> shifts)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (images.shape[2], images.shape[3]);
        var pixels = images.to(ScalarType.Float32).reshape(-1, 3, height * width);
        var matrices = tensor(shifts.SelectMany(shift => shift.Matrix()).ToArray(), [shifts.Count, 3, 3], device: images.device);
        var mean = tensor(Luma, device: images.device).matmul(pixels).mean([1]).view(-1, 1, 1);
        // Contrast c about the mean m: c·x + (1 - c)·m; what is before it does not move m much, and need not be exact.
        var lift = mean * tensor(shifts.Select(shift => shift.Brightness * (1 - shift.Contrast)).ToArray(), device: images.device).view(-1, 1, 1);
        return Bytes.From(matrices.bmm(pixels) + lift).view(-1, 3, height, width).MoveToOuterDisposeScope();
    }

    /// <summary>All four are linear in the pixel but for the contrast's centre: row by row, brightness · contrast · S · H.</summary>
    /// <remarks>
    /// S = s·I + (1 - s)·1·wᵀ with luma weights w. H turns by φ about k = (1, 1, 1)/√3, Rodrigues: cos φ·I + sin φ·[k]× + (1 - cos φ)·k·kᵀ.
    /// </remarks>
    private IEnumerable<float> Matrix()
    {
        var (sin, cos) = MathF.SinCos(Hue * (MathF.PI / 180));
        var (axis, cross) = ((1 - cos) / 3, sin / MathF.Sqrt(3));
        float[,] turn =
        {
            { cos + axis, axis - cross, axis + cross },
            { axis + cross, cos + axis, axis - cross },
            { axis - cross, axis + cross, cos + axis },
        };
        var result = new float[9];
        for (var column = 0; column < 3; column++)
        {
            var luma = Luma[0] * turn[0, column] + Luma[1] * turn[1, column] + Luma[2] * turn[2, column];
            for (var row = 0; row < 3; row++)
                result[3 * row + column] = Brightness * Contrast * (Saturation * turn[row, column] + (1 - Saturation) * luma);
        }

        return result;
    }
}
