using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Training.Data;

/// <summary>The canonical face box of a set of landmarks.</summary>
public static class LandmarkBox
{
    public const int PointCount = 68;

    /// <summary>The tight box of 68 landmarks, jaw line to brows: what the runtime's detectors are calibrated to give.</summary>
    /// <param name="points">In image pixels, the centre of the top left pixel at (0, 0).</param>
    public static FaceBox Around(IReadOnlyList<Vector2> points)
    {
        var low = new Vector2(float.PositiveInfinity);
        var high = new Vector2(float.NegativeInfinity);
        foreach (var point in points)
        {
            low = Vector2.Min(low, point);
            high = Vector2.Max(high, point);
        }

        // Boxes count from pixel edges, landmarks from pixel centres.
        return FaceBox.FromEdges(low.X + 0.5f, low.Y + 0.5f, high.X + 0.5f, high.Y + 0.5f);
    }
}
