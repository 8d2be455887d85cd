using System.Numerics;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Rendering;

/// <summary>A picture before it meets a sensor, with what each pixel shows. Row-major, row 0 on top; reused from picture to picture.</summary>
/// <param name="Width">Pixels across.</param>
/// <param name="Height">Pixels down.</param>
public sealed class RenderedFrame(int Width, int Height)
{
    public int Width { get; } = Width;

    public int Height { get; } = Height;

    /// <summary>Linear RGB.</summary>
    public Vector3[] Radiance { get; } = new Vector3[Width * Height];

    /// <summary>The share of each pixel that is not background, 0 to 1.</summary>
    public float[] Coverage { get; } = new float[Width * Height];

    /// <summary>Metres from the camera along its axis; +∞ where mostly background is.</summary>
    public float[] Depth { get; } = new float[Width * Height];

    /// <summary>What most of each pixel shows.</summary>
    public SegmentationClass[] Segmentation { get; } = new SegmentationClass[Width * Height];
}
