using HeadTracker.Training.Augmentation;

namespace HeadTracker.Training.Pretext;

/// <summary>A square of an image, in shares of the image's side from its top left corner: what a view shows.</summary>
public readonly record struct CropBox(float X, float Y, float Side)
{
    public float Area => Side * Side;

    /// <summary>Uniform over all places inside the image, the area uniform too. The proportions stay: a head that is stretched has another pose.</summary>
    public static CropBox Draw(SeededRandom random, float leastArea, float largestArea)
    {
        var side = MathF.Sqrt(random.Between(leastArea, largestArea));
        return new CropBox(random.Between(0, 1 - side), random.Between(0, 1 - side), side);
    }

    /// <summary>Of the same size, somewhere inside of another that is no smaller.</summary>
    public CropBox Inside(CropBox other, SeededRandom random) =>
        this with { X = other.X + random.Between(0, other.Side - Side), Y = other.Y + random.Between(0, other.Side - Side) };

    /// <summary>The share of this one that another shows too.</summary>
    public float ShareIn(CropBox other) => CommonArea(other) / Area;

    public float IntersectionOverUnion(CropBox other)
    {
        var common = CommonArea(other);
        return common / (Area + other.Area - common);
    }

    private float CommonArea(CropBox other) => Common(X, Side, other.X, other.Side) * Common(Y, Side, other.Y, other.Side);

    private static float Common(float start, float length, float otherStart, float otherLength) =>
        MathF.Max(0, MathF.Min(start + length, otherStart + otherLength) - MathF.Max(start, otherStart));
}
