using System.Text.Json.Serialization;
using HeadTracker.Geometry;

namespace HeadTracker.Contract;

/// <summary>What becomes of a box that is not square.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CropShape>))]
public enum CropShape
{
    /// <summary>The box as it is, its aspect lost in the resize to a square input: the rule of the KD paper (§4.2).</summary>
    Stretch,

    /// <summary>The square about the box's centre with the box's longer side, so that faces keep their proportions.</summary>
    Square,
}

/// <summary>Which part of the frame a network sees for a face box. Pixels outside the frame repeat its edge.</summary>
/// <param name="Shape">What becomes of a box that is not square.</param>
/// <param name="Scale">Factor about the box's centre: 1 is the box itself, 1.2 adds a tenth on every side.</param>
public readonly record struct CropRule(CropShape Shape, float Scale)
{
    /// <summary>The region of the frame, in pixels with fractions, that is resized to the network's input.</summary>
    public FaceBox RegionFor(FaceBox box) => (Shape == CropShape.Square ? box.ToSquare() : box).Scaled(Scale);
}
