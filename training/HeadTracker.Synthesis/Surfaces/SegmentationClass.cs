namespace HeadTracker.Synthesis.Surfaces;

/// <summary>What a pixel of a rendered picture shows.</summary>
public enum SegmentationClass : byte
{
    Background,
    Skin,
    Eye,
    Mouth,
    Hair,
    Clothes,

    /// <summary>Glasses, masks, caps, headphones: worn on the head.</summary>
    Accessory,

    /// <summary>Hands and objects between head and camera.</summary>
    Occluder,
}
