namespace HeadTracker.Synthesis.Surfaces;

/// <summary>
/// What a pixel shows, finer than <see cref="SegmentationClass"/>: skin by the landmarks that are nearest to it at rest, left and right apart; everything
/// else is its class. Left and right are the person's own.
/// </summary>
public enum FacePart : byte
{
    Background,

    /// <summary>Nearest to the jaw line: cheeks and ears.</summary>
    JawLeft,
    JawRight,

    /// <summary>Nearest to a brow: the forehead and the scalp above it.</summary>
    BrowLeft,
    BrowRight,

    /// <summary>The skin about an eye.</summary>
    LidLeft,
    LidRight,
    NoseLeft,
    NoseRight,
    LipsLeft,
    LipsRight,

    /// <summary>Skin that does not move with the head alone.</summary>
    Neck,
    EyeLeft,
    EyeRight,

    /// <summary>Teeth and tongue.</summary>
    Mouth,
    Hair,
    Clothes,
    Accessory,
    Occluder,
}

/// <summary>What follows from a part.</summary>
public static class FaceParts
{
    /// <summary>Of a pixel nobody knows anything about: beyond the frame.</summary>
    public const FacePart Unknown = (FacePart)255;

    public static int Count { get; } = Enum.GetValues<FacePart>().Length;

    /// <summary>The part of anything but skin and eyes, which are told apart by where they are.</summary>
    public static FacePart OfClass(SegmentationClass shown) => shown switch
    {
        SegmentationClass.Background => FacePart.Background,
        SegmentationClass.Mouth => FacePart.Mouth,
        SegmentationClass.Hair => FacePart.Hair,
        SegmentationClass.Clothes => FacePart.Clothes,
        SegmentationClass.Accessory => FacePart.Accessory,
        SegmentationClass.Occluder => FacePart.Occluder,
        _ => throw new ArgumentOutOfRangeException(nameof(shown), shown, "Skin and eyes have several parts."),
    };

    /// <summary>The class that a part is of.</summary>
    public static SegmentationClass ClassOf(FacePart part) => part switch
    {
        FacePart.Background => SegmentationClass.Background,
        >= FacePart.JawLeft and <= FacePart.Neck => SegmentationClass.Skin,
        FacePart.EyeLeft or FacePart.EyeRight => SegmentationClass.Eye,
        FacePart.Mouth => SegmentationClass.Mouth,
        FacePart.Hair => SegmentationClass.Hair,
        FacePart.Clothes => SegmentationClass.Clothes,
        FacePart.Accessory => SegmentationClass.Accessory,
        FacePart.Occluder => SegmentationClass.Occluder,
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "This is no part."),
    };

    /// <summary>Whether it belongs to the head, with what grows and is worn on it; necks, clothes and what comes before the face do not.</summary>
    public static bool IsHead(FacePart part) =>
        ClassOf(part) is SegmentationClass.Skin or SegmentationClass.Eye or SegmentationClass.Mouth or SegmentationClass.Hair or SegmentationClass.Accessory
        && part != FacePart.Neck;

    /// <summary>What a mirror makes of it.</summary>
    public static FacePart Mirrored(FacePart part) => part switch
    {
        (>= FacePart.JawLeft and <= FacePart.LipsRight) or FacePart.EyeLeft or FacePart.EyeRight => (FacePart)((int)part + (IsLeft(part) ? 1 : -1)),
        _ => part,
    };

    // Left parts stand before right ones: odd numbers up to the lips, the even one of the two eyes.
    private static bool IsLeft(FacePart part) => part == FacePart.EyeLeft || part < FacePart.Neck && (int)part % 2 == 1;
}
