using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Sampling;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Training.Data.Maps;

/// <summary>What is known of one sample beyond its pose. What is not known is null, empty or not in a mask.</summary>
/// <remarks>
/// The maps are square, row-major, row 0 on top, and cover just what the stored image shows; a surface is everything but
/// <see cref="FacePart.Background"/> and <see cref="FaceParts.Unknown"/>.
/// </remarks>
public sealed record FaceMaps
{
    /// <summary>Steps of <see cref="Depth"/> per face size: a seventh of a millimetre.</summary>
    public const int DepthSteps = 1024;

    /// <summary>Length of a normal of <see cref="Normals"/>.</summary>
    public const int NormalSteps = 127;

    /// <summary>What each cell shows; null where the sample has no dense maps.</summary>
    public FacePart[]? Parts { get; init; }

    /// <summary>Of each cell, how far its surface lies behind the face's centre along the view axis, in steps; 0 without a surface.</summary>
    public short[] Depth { get; init; } = [];

    /// <summary>Normals in the view frame (x right, y up, z towards the viewer): all x, all y, all z, in steps; 0 without a surface.</summary>
    public sbyte[] Normals { get; init; } = [];

    /// <summary>Frames of clips: 1 where a cell moves by more than a pixel of the stored image soon, 0 where it does not, -1 unknown; null of others.</summary>
    public sbyte[]? Motion { get; init; }

    /// <summary>Metres, what <see cref="Depth"/> counts in; 0 without dense maps.</summary>
    public float FaceSize { get; init; }

    /// <summary>The environment map's name; empty when unknown.</summary>
    public string Scene { get; init; } = "";

    public FaceAttributes Attributes { get; init; }

    /// <summary>68 landmarks in pixels of the stored image, the centre of the top left pixel at (0, 0); null when unknown. They may lie beyond it.</summary>
    public IReadOnlyList<Vector2>? Landmarks { get; init; }

    /// <summary>Whether each landmark is seen; null when unknown.</summary>
    public IReadOnlyList<bool>? Visible { get; init; }

    /// <summary>Cells across the maps of images of a size: half of it, rounded up.</summary>
    public static int SideFor(int storedSize) => (storedSize + 1) / 2;

    /// <summary>The landmarks of a photo, and nothing else.</summary>
    /// <param name="face">Its landmarks may be null.</param>
    /// <param name="region">The part of the photo that is stored.</param>
    /// <param name="storedSize">Side of the stored image in pixels.</param>
    public static FaceMaps OfPhoto(LabelledFace face, FaceBox region, int storedSize) => new() { Landmarks = InStored(face.Landmarks, region, storedSize) };

    /// <summary>Everything that is known of a rendered sample.</summary>
    /// <param name="sample">With labels of the stored region.</param>
    /// <param name="storedSize">Side of the stored image in pixels.</param>
    public static FaceMaps OfRendered(Sample sample, int storedSize)
    {
        var labels = sample.Labels ?? throw new ArgumentException("The sample was rendered without labels.", nameof(sample));
        var cells = labels.Parts.Length;
        var normals = new sbyte[3 * cells];
        for (var i = 0; i < cells; i++)
        {
            for (var axis = 0; axis < 3; axis++) normals[axis * cells + i] = (sbyte)MathF.Round(labels.Normals[i][axis] * NormalSteps);
        }

        return new FaceMaps
        {
            Parts = labels.Parts,
            Depth = Array.ConvertAll(labels.Depth, depth => (short)Math.Clamp(MathF.Round(depth * DepthSteps), -short.MaxValue, short.MaxValue)),
            Normals = normals,
            Motion = labels.Motion is { } motion ? MovesOf(motion, labels.Region, storedSize) : null,
            FaceSize = sample.Truth.FaceSize,
            Scene = sample.Truth.Scene,
            Attributes = sample.Truth.Attributes,
            Landmarks = InStored(sample.Truth.Landmarks, labels.Region, storedSize),
            Visible = labels.Visible,
        };
    }

    private static sbyte[] MovesOf(Vector2?[] motion, FaceBox region, int storedSize)
    {
        var scale = new Vector2(storedSize) / new Vector2(region.Width, region.Height);
        return Array.ConvertAll(motion, cell => cell is { } way ? (sbyte)((way * scale).Length() > 1 ? 1 : 0) : (sbyte)-1);
    }

    // Regions count from pixel edges, landmarks from pixel centres.
    private static Vector2[]? InStored(IReadOnlyList<Vector2>? points, FaceBox region, int storedSize)
    {
        var half = new Vector2(0.5f);
        var scale = new Vector2(storedSize) / new Vector2(region.Width, region.Height);
        return points is null ? null : [.. points.Select(point => (point + half - new Vector2(region.X, region.Y)) * scale - half)];
    }
}
