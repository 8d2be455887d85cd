namespace HeadTracker.Synthesis.Rasterization;

/// <summary>For every sample of the picture, the nearest triangle and how near it is.</summary>
/// <remarks>Row 0 is the top. Rows are padded so that vector code may read and write eight samples from any column of the picture.</remarks>
public sealed class VisibilityBuffer
{
    /// <summary>No triangle.</summary>
    public const int Nothing = -1;

    private const int Lanes = 8;

    public VisibilityBuffer(int width, int height)
    {
        Width = width;
        Height = height;
        Stride = (width + 2 * Lanes - 1) / Lanes * Lanes;
        Nearness = new float[Stride * height];
        Triangles = new int[Stride * height];
        Clear();
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Samples from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>1 / distance along the view axis for a perspective camera, or any value that grows towards the viewer; -∞ where nothing is.</summary>
    public float[] Nearness { get; }

    /// <summary>What <see cref="Rasterizer"/> was told to write, or <see cref="Nothing"/>.</summary>
    public int[] Triangles { get; }

    public void Clear()
    {
        Nearness.AsSpan().Fill(float.NegativeInfinity);
        Triangles.AsSpan().Fill(Nothing);
    }
}
