using HeadTracker.Training.Augmentation;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Pretext;

/// <summary>Views of B images. In the dispose scope of whoever asked for them.</summary>
/// <param name="Anchors">uint8 (B, 3, L, L).</param>
/// <param name="Positives">uint8 (B, 3, L, L).</param>
/// <param name="Small">uint8 (N·B, 3, l, l), the first of every image first; null where N is 0.</param>
public sealed record ViewBatch(Tensor Anchors, Tensor Positives, Tensor? Small);

/// <summary>
/// Draws the views that contrastive learning compares: crops brought to one size, flipped, and changed by a policy. The standard one is MoCo v2's: colour
/// jitter with probability 0.8 (± 40 %, hue ± 36°), grey with 0.2, blur with 0.5.
/// </summary>
/// <param name="Crops">What each view shows.</param>
/// <param name="Large">L: side of the large crops in pixels.</param>
/// <param name="SmallSize">l: side of the small ones.</param>
/// <param name="Policy">What happens to each.</param>
/// <param name="Flip">Probability of a horizontal flip of each.</param>
public sealed record ContrastViews(ViewCrops Crops, int Large, int SmallSize, ViewPolicy Policy, float Flip)
{
    private const double JitterChance = 0.8, GreyChance = 0.2, BlurChance = 0.5;

    /// <param name="images">uint8 RGB (B, 3, S, S); not changed.</param>
    /// <param name="random">This batch's stream.</param>
    public ViewBatch Draw(Tensor images, SeededRandom random)
    {
        var crops = new CropSet[images.shape[0]];
        for (var i = 0; i < crops.Length; i++) crops[i] = Crops.Draw(random);
        var anchors = View(images, [.. crops.Select(crop => crop.Anchor)], Large, random);
        var positives = View(images, [.. crops.Select(crop => crop.Positive)], Large, random);
        if (Crops.Small == 0) return new ViewBatch(anchors, positives, null);

        using var scope = NewDisposeScope();
        var small = Enumerable.Range(0, Crops.Small).Select(n => View(images, [.. crops.Select(crop => crop.Small[n])], SmallSize, random));
        return new ViewBatch(anchors, positives, cat([.. small]).MoveToOuterDisposeScope());
    }

    private Tensor View(Tensor images, IReadOnlyList<CropBox> boxes, int size, SeededRandom random)
    {
        using var scope = NewDisposeScope();
        var view = Sample(images, boxes, size, random);
        var automatic = new List<long>();
        var standard = new List<long>();
        for (var i = 0; i < boxes.Count; i++)
        {
            var drawn = Policy == ViewPolicy.Either ? random.Chance(0.5) : Policy == ViewPolicy.AutoAugment;
            (drawn ? automatic : standard).Add(i);
        }

        Change(view, standard, some => Standard(some, random));
        Change(view, automatic, some => AutoAugment.Apply(some, random));
        return view.MoveToOuterDisposeScope();
    }

    /// <summary>A flip mirrors what the crop shows, not where it lies.</summary>
    private Tensor Sample(Tensor images, IReadOnlyList<CropBox> boxes, int size, SeededRandom random)
    {
        var side = (int)images.shape[3];
        var transforms = boxes.Select(box =>
        {
            var (flip, x, y) = (random.Chance(Flip), box.X + box.Side / 2 - 0.5f, box.Y + box.Side / 2 - 0.5f);
            return GeometricTransform.Identity with { Flip = flip, Scale = box.Side, ShiftX = flip ? -x : x, ShiftY = y };
        }).ToArray();
        var grid = GeometricSampler.Grid(transforms, [.. boxes.Select(_ => 1f)], side, side, side, size, images.device);
        return Bytes.From(nn.functional.grid_sample(
            images.to(ScalarType.Float32), grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Border, align_corners: false));
    }

    private static Tensor Standard(Tensor images, SeededRandom random)
    {
        var shifts = new ColourShift[images.shape[0]];
        var blurred = new List<long>();
        for (var i = 0; i < shifts.Length; i++)
        {
            var shift = random.Chance(JitterChance) ? ColourShift.Draw(random) : new ColourShift(1);
            shifts[i] = random.Chance(GreyChance) ? shift.Grey : shift;
            if (random.Chance(BlurChance)) blurred.Add(i);
        }

        var changed = ColourShift.Apply(images, shifts);
        Change(changed, blurred, some => GaussianBlur.Apply(some, [.. blurred.Select(_ => GaussianBlur.Draw(random, images.shape[3]))]));
        return changed;
    }

    private static void Change(Tensor images, List<long> rows, Func<Tensor, Tensor> change)
    {
        if (rows.Count == 0) return;
        using var scope = NewDisposeScope();
        var index = tensor(rows.ToArray(), device: images.device);
        images.index_copy_(0, index, change(images.index_select(0, index)));
    }
}
