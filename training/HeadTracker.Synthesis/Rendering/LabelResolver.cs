using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Rasterization;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Rendering;

/// <summary>
/// Tells what a drawn scene shows, from the buffers it was drawn with. A cell of a grid takes the class of most of its samples, and everything else
/// from the sample of this class that is nearest to its centre, so that a cell's labels agree with each other.
/// </summary>
/// <param name="solid">What is opaque.</param>
/// <param name="veil">What is transparent; null when nothing is.</param>
/// <param name="owners">Whose triangles they are, in the scene's order.</param>
/// <param name="samples">Samples per pixel along each axis.</param>
internal sealed class LabelResolver(VisibilityBuffer solid, VisibilityBuffer? veil, IReadOnlyList<ProjectedSurface> owners, int samples)
{
    private const int Classes = 8;

    /// <summary>Metres that a landmark may lie behind what shows in its place: less than noses are high, more than cheeks fall off within a sample.</summary>
    private const float Behind = 0.008f;

    /// <summary>As much before what is worn or comes between, which lies closely on the skin.</summary>
    private const float BehindThings = 0.001f;

    /// <param name="region">In the frame's pixels; cells whose centre lies beyond the frame stay unknown.</param>
    /// <param name="side">Cells across, and down.</param>
    public SurfaceLabels Resolve(FaceBox region, int side)
    {
        var labels = new SurfaceLabels(side);
        for (var at = 0; at < side * side; at++) ResolveCell(labels, at, CellOf(region, side, at));
        return labels;
    }

    /// <summary>How far what each cell shows moves until a later time, in the frame's pixels; null for cells whose centre lies beyond the frame.</summary>
    /// <param name="region">As for <see cref="Resolve"/>.</param>
    /// <param name="side">Cells across, and down.</param>
    /// <param name="drawn">The scene of the buffers.</param>
    /// <param name="later">The same surfaces then. What lies behind them stays where it is.</param>
    public Vector2?[] Motion(FaceBox region, int side, Scene drawn, Scene later)
    {
        var motion = new Vector2?[side * side];
        for (var at = 0; at < motion.Length; at++)
        {
            if (ShownIn(CellOf(region, side, at)) is not { } shown) continue;
            motion[at] = Vector2.Zero;
            if (shown.Triangle == VisibilityBuffer.Nothing) continue;
            var index = IndexOf(shown.Triangle);
            var (before, _) = owners[index].ShapeAt(shown.Triangle, shown.X, shown.Y);
            var (after, _) = owners[index].ShapeAt(shown.Triangle, shown.X, shown.Y, later.Surfaces[index]);
            motion[at] = later.Camera.Project(after) - drawn.Camera.Project(before);
        }

        return motion;
    }

    /// <summary>Whether a point of the skin is seen: in the frame, and with nothing before it.</summary>
    public bool Shows(Vector3 point, PinholeCamera camera)
    {
        var pixel = camera.Project(point) + new Vector2(0.5f);
        var (x, y) = ((int)MathF.Floor(pixel.X * samples), (int)MathF.Floor(pixel.Y * samples));
        if ((uint)x >= (uint)solid.Width || (uint)y >= (uint)solid.Height) return false;
        var (triangle, nearness) = ShownAt(x, y);
        if (triangle == VisibilityBuffer.Nothing) return true;
        var skin = ClassOf(triangle) is SegmentationClass.Skin or SegmentationClass.Eye or SegmentationClass.Mouth;
        return -point.Z - 1 / nearness <= (skin ? Behind : BehindThings);
    }

    private static FaceBox CellOf(FaceBox region, int side, int at) => new(
        region.X + region.Width * (at % side) / side, region.Y + region.Height * (at / side) / side, region.Width / side, region.Height / side);

    private void ResolveCell(SurfaceLabels labels, int at, FaceBox cell)
    {
        if (ShownIn(cell) is not { } shown) labels.Parts[at] = FaceParts.Unknown;
        else if (shown.Triangle != VisibilityBuffer.Nothing)
        {
            var owner = OwnerOf(shown.Triangle);
            labels.Parts[at] = owner.Surface.PartOf(shown.Triangle - owner.FirstTriangle);
            (labels.Positions[at], labels.Normals[at]) = owner.ShapeAt(shown.Triangle, shown.X, shown.Y);
        }
    }

    /// <summary>The triangle, or nothing, that stands for a cell, and the sample that shows it; null beyond the frame.</summary>
    private (int Triangle, int X, int Y)? ShownIn(FaceBox cell)
    {
        var centre = cell.Center * samples;
        if (!(centre.X >= 0 && centre.X < solid.Width && centre.Y >= 0 && centre.Y < solid.Height)) return null;

        var (x0, x1) = Range(cell.X, cell.Right, centre.X, solid.Width);
        var (y0, y1) = Range(cell.Y, cell.Bottom, centre.Y, solid.Height);
        Span<int> votes = stackalloc int[Classes];
        Span<(float Distance, int X, int Y, int Triangle)> nearest = stackalloc (float, int, int, int)[Classes];
        votes.Clear();
        nearest.Fill((float.PositiveInfinity, 0, 0, VisibilityBuffer.Nothing));
        for (var y = y0; y <= y1; y++)
        {
            for (var x = x0; x <= x1; x++)
            {
                var (triangle, _) = ShownAt(x, y);
                var shown = (int)ClassOf(triangle);
                votes[shown]++;
                var distance = Vector2.DistanceSquared(new Vector2(x + 0.5f, y + 0.5f), centre);
                if (distance < nearest[shown].Distance) nearest[shown] = (distance, x, y, triangle);
            }
        }

        var best = 0;
        for (var i = 1; i < Classes; i++)
        {
            if (votes[i] > votes[best] || votes[i] == votes[best] && nearest[i].Distance < nearest[best].Distance) best = i;
        }

        var (_, column, row, chosen) = nearest[best];
        return (chosen, column, row);
    }

    /// <summary>The samples whose centres lie in a cell, or else the one that holds its centre.</summary>
    private (int First, int Last) Range(float from, float to, float centre, int size)
    {
        var first = Math.Max((int)MathF.Ceiling(from * samples - 0.5f), 0);
        var last = Math.Min((int)MathF.Ceiling(to * samples - 0.5f) - 1, size - 1);
        return first <= last ? (first, last) : ((int)centre, (int)centre);
    }

    /// <summary>What is transparent shows where it hides half of what lies behind, or where nothing does.</summary>
    private (int Triangle, float Nearness) ShownAt(int x, int y)
    {
        var at = y * solid.Stride + x;
        var (triangle, nearness) = (solid.Triangles[at], solid.Nearness[at]);
        if (veil is null || veil.Triangles[at] == VisibilityBuffer.Nothing || veil.Nearness[at] <= nearness) return (triangle, nearness);
        var before = OwnerOf(veil.Triangles[at]);
        var hides = triangle == VisibilityBuffer.Nothing || before.Surface.MaterialOf(veil.Triangles[at] - before.FirstTriangle).Opacity > 0.5f;
        return hides ? (veil.Triangles[at], veil.Nearness[at]) : (triangle, nearness);
    }

    private SegmentationClass ClassOf(int triangle)
    {
        if (triangle == VisibilityBuffer.Nothing) return SegmentationClass.Background;
        var owner = OwnerOf(triangle);
        return owner.Surface.MaterialOf(triangle - owner.FirstTriangle).Class;
    }

    private ProjectedSurface OwnerOf(int triangle) => owners[IndexOf(triangle)];

    private int IndexOf(int triangle)
    {
        var i = owners.Count - 1;
        while (owners[i].FirstTriangle > triangle) i--;
        return i;
    }
}
