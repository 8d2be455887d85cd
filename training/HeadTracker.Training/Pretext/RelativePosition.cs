using System.Numerics;
using HeadTracker.Training.Augmentation;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Pretext;

/// <summary>
/// Relative position (Doersch et al. 2015): a patch and one of its eight neighbours are cut out of an image, and a network says which neighbour it is.
/// </summary>
/// <remarks>
/// What would give it away without being seen is taken out: edges that go on from one patch to the next by a gap and by moving the neighbour at random, the
/// lens's colour fringes, which differ with the place, by <see cref="KeptChannels"/>. A patch has a quarter of the image's side, so that faces, which lie
/// alike in all crops, are seen in part, at any place; it is shown at twice its size, as small inputs leave deep stages no cells otherwise.
/// </remarks>
public static class RelativePosition
{
    public const int Classes = 8;

    // In sides of the image.
    private const float Patch = 1 / 4f, Gap = Patch / 4, Jitter = Patch / 12;

    /// <summary>Draws pairs anywhere inside an image; all positions are equally likely.</summary>
    public static PatchPair[] Draw(int count, SeededRandom random)
    {
        var pairs = new PatchPair[count];
        for (var i = 0; i < count; i++)
        {
            var position = random.Next(Classes);
            var offset = DirectionOf(position) * (Patch + Gap) + new Vector2(random.Between(-Jitter, Jitter), random.Between(-Jitter, Jitter));
            var first = new Vector2(Place(offset.X), Place(offset.Y));
            pairs[i] = new PatchPair(first, first + offset, position);
        }

        return pairs;

        // Neither of the two reaches beyond the image.
        float Place(float offset) => random.Between(-0.5f + Patch / 2 - MathF.Min(offset, 0), 0.5f - Patch / 2 - MathF.Max(offset, 0));
    }

    /// <summary>Which way a position lies: x right, y down, each -1, 0 or 1.</summary>
    public static Vector2 DirectionOf(int position)
    {
        var cell = position < Classes / 2 ? position : position + 1;
        return new Vector2(cell % 3 - 1, cell / 3 - 1);
    }

    /// <summary>Cuts the patches out: all first ones, then all second ones.</summary>
    /// <param name="images">uint8 (B, 3, S, S); not changed.</param>
    /// <param name="pairs">B of them.</param>
    /// <returns>uint8 (2B, 3, S/2, S/2).</returns>
    public static Tensor Cut(Tensor images, IReadOnlyList<PatchPair> pairs)
    {
        using var scope = NewDisposeScope();
        Vector2[] middles = [.. pairs.Select(pair => pair.First), .. pairs.Select(pair => pair.Second)];
        // affine_grid counts an image from -1 to 1.
        var theta = tensor(middles.SelectMany(middle => (float[])[Patch, 0, 2 * middle.X, 0, Patch, 2 * middle.Y]).ToArray(), [middles.Length, 2, 3],
            device: images.device);
        var side = images.shape[3] / 2;
        var grid = functional.affine_grid(theta, [middles.Length, 3, side, side], align_corners: false);
        var values = images.to(ScalarType.Float32).repeat(2, 1, 1, 1);
        var patches = functional.grid_sample(values, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Border, align_corners: false);
        return Bytes.From(patches).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Colour dropping: float32 (count, 3, 1, 1), 1 for the one channel that is left of each patch, 0 for the two others. They get their mean, which is 0 in a
    /// normalised input; the paper's noise about it, a hundredth of the kept channel's deviation, is less than a byte.
    /// </summary>
    public static Tensor KeptChannels(int count, SeededRandom random, Device device)
    {
        var kept = new float[3 * count];
        for (var i = 0; i < count; i++) kept[3 * i + random.Next(3)] = 1;
        return tensor(kept, [count, 3, 1, 1], device: device);
    }
}
