using System.Numerics;
using HeadTracker.Synthesis.Imaging;

namespace HeadTracker.Synthesis.Surfaces;

/// <summary>Which reflection model a material follows.</summary>
public enum Reflection
{
    /// <summary>Lambert plus a GGX highlight.</summary>
    Plain,

    /// <summary>As <see cref="Plain"/>, with light that bleeds through skin, most of it red, and a second, sharper highlight of oil.</summary>
    Skin,

    /// <summary>A wet, sharp highlight over a soft diffuse ball.</summary>
    Eye,

    /// <summary>Highlights along strands (Kajiya and Kay 1989).</summary>
    Hair,
}

/// <summary>How a surface answers light.</summary>
/// <param name="Reflection">Its model.</param>
/// <param name="Colour">sRGB texture; its alpha cuts holes when <paramref name="CutOut"/> is set.</param>
/// <param name="Class">What segmentation calls it.</param>
public sealed record Material(Reflection Reflection, Texture Colour, SegmentationClass Class)
{
    /// <summary>Tangent-space normals as a texture (0.5, 0.5, 1 is flat), or null.</summary>
    public Texture? Normals { get; init; }

    /// <summary>Linear factor on the texture's colour.</summary>
    public Vector3 Tint { get; init; } = Vector3.One;

    /// <summary>0 grey, 1 the texture's own saturation, above 1 more.</summary>
    public float Saturation { get; init; } = 1;

    /// <summary>GGX roughness (α = roughness²), 0.05 to 1.</summary>
    public float Roughness { get; init; } = 0.6f;

    /// <summary>Reflectance at normal incidence.</summary>
    public float Specular { get; init; } = 0.04f;

    /// <summary>Samples with an alpha below a dithered threshold are not drawn.</summary>
    public bool CutOut { get; init; }

    /// <summary>Seen from behind too; its normal turns towards the viewer.</summary>
    public bool TwoSided { get; init; }

    /// <summary>Below 1 the surface is blended over what lies behind it (lenses, visors); only the nearest such surface counts.</summary>
    public float Opacity { get; init; } = 1;
}
