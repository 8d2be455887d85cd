using System.Numerics;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Rendering;

/// <summary>What a region of a drawn scene shows, as a grid of cells, row-major, row 0 on top.</summary>
/// <param name="side">Cells across, and down.</param>
public sealed class SurfaceLabels(int side)
{
    public int Side => side;

    /// <summary>What most of each cell shows; <see cref="FaceParts.Unknown"/> beyond the frame.</summary>
    public FacePart[] Parts { get; } = new FacePart[side * side];

    /// <summary>A point of that which is near the cell's centre: metres, camera frame. Zero where there is no surface.</summary>
    public Vector3[] Positions { get; } = new Vector3[side * side];

    /// <summary>The shape's unit normal there, camera frame. Zero where there is no surface.</summary>
    public Vector3[] Normals { get; } = new Vector3[side * side];
}
