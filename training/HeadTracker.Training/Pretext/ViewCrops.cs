using HeadTracker.Training.Augmentation;

namespace HeadTracker.Training.Pretext;

/// <summary>What the views of one image show.</summary>
/// <param name="Anchor">The momentum encoder's.</param>
/// <param name="Positive">As large as the anchor may be.</param>
/// <param name="Small">Further positives.</param>
public sealed record CropSet(CropBox Anchor, CropBox Positive, IReadOnlyList<CropBox> Small);

/// <summary>How the views of an image are cropped (thesis of Vandenhende 2022, §7.3.2 and §7.4.1).</summary>
public sealed record ViewCrops
{
    /// <summary>How often a small crop that does not fit is drawn, and a large one, of which few overlap so little.</summary>
    private const int Tries = 10, LargeTries = 100;

    /// <summary>The share of a constrained small crop that the anchor shows too, at least.</summary>
    public const float LeastShare = 0.1f;

    /// <summary>The smallest and the largest small crop, as shares of the image's area.</summary>
    public const float LeastSmallArea = 0.05f, LargestSmallArea = 0.14f;

    /// <summary>The smallest of the large crops; the largest shows all.</summary>
    public float LeastArea { get; init; } = 0.2f;

    /// <summary>Small crops of each image.</summary>
    public int Small { get; init; }

    /// <summary>Whether small crops overlap the anchor.</summary>
    public bool Constrained { get; init; }

    /// <summary>The largest intersection over union of anchor and positive: fig. 7.3's threshold, as far as the anchor leaves room; 1 leaves them.</summary>
    public float LargestOverlap { get; init; } = 1;

    public CropSet Draw(SeededRandom random)
    {
        var anchor = CropBox.Draw(random, LeastArea, 1);
        var positive = CropBox.Draw(random, LeastArea, 1);
        for (var attempt = 1; attempt < LargeTries && positive.IntersectionOverUnion(anchor) > LargestOverlap; attempt++)
        {
            var other = CropBox.Draw(random, LeastArea, 1);
            if (other.IntersectionOverUnion(anchor) < positive.IntersectionOverUnion(anchor)) positive = other;
        }

        var small = new CropBox[Small];
        for (var i = 0; i < small.Length; i++) small[i] = DrawSmall(anchor, random);
        return new CropSet(anchor, positive, small);
    }

    private CropBox DrawSmall(CropBox anchor, SeededRandom random)
    {
        var crop = CropBox.Draw(random, LeastSmallArea, LargestSmallArea);
        if (!Constrained) return crop;
        for (var attempt = 1; attempt < Tries && crop.ShareIn(anchor) < LeastShare; attempt++) crop = CropBox.Draw(random, LeastSmallArea, LargestSmallArea);
        return crop.ShareIn(anchor) < LeastShare ? crop.Inside(anchor, random) : crop;
    }
}
