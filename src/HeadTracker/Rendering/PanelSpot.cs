using HeadTracker.Geometry;

namespace HeadTracker.Rendering;

/// <summary>Where a panel stands on its side of the window: above or below, wherever it covers less of the faces.</summary>
/// <remarks>It stays where it is until the other place is clearly better, so that a face at the edge does not make it jump to and fro.</remarks>
internal sealed class PanelSpot
{
    /// <summary>Part of the panel that the other place must leave free more than this one.</summary>
    private const float Better = 0.05f;

    /// <summary>A face's box leaves out hair and chin, and its number stands above it.</summary>
    private const float HeadPerBox = 1.5f;

    private bool _isLow;

    /// <param name="panel">The panel in its upper place, in framebuffer pixels.</param>
    /// <param name="foot">Where its lower place ends.</param>
    /// <param name="faces">On the picture.</param>
    /// <param name="view">Where the picture lies.</param>
    /// <returns>The panel's top.</returns>
    public int Choose(FaceBox panel, int foot, ReadOnlySpan<DrawnFace> faces, VideoView view)
    {
        var low = panel with { Y = foot - panel.Height };
        // No room for two places.
        if (low.Y <= panel.Y) return (int)panel.Y;
        var (covered, coveredLow) = (Covered(panel, faces, view), Covered(low, faces, view));
        if (_isLow ? covered + Better < coveredLow : coveredLow + Better < covered) _isLow = !_isLow;
        // Nothing in the way: where it is looked for.
        if (covered == 0) _isLow = false;
        return (int)(_isLow ? low.Y : panel.Y);
    }

    /// <summary>Share of a panel that lies over faces.</summary>
    private static float Covered(FaceBox panel, ReadOnlySpan<DrawnFace> faces, VideoView view)
    {
        var sum = 0f;
        foreach (ref readonly var face in faces)
        {
            var box = view.Map(face.Box.Scaled(HeadPerBox));
            var width = MathF.Min(panel.Right, box.Right) - MathF.Max(panel.X, box.X);
            var height = MathF.Min(panel.Bottom, box.Bottom) - MathF.Max(panel.Y, box.Y);
            if (width > 0 && height > 0) sum += width * height / panel.Area;
        }

        return sum;
    }
}
