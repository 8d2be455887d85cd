using System.Numerics;
using HeadTracker.Synthesis.Heads;

namespace HeadTracker.Training.Labelling.Profiles;

/// <summary>How near each pixel of a photo is: the head's surface where the head is, and a smooth slope back to a wall around it.</summary>
/// <remarks>
/// 300W-LP (Zhu et al. 2016, §4.1) puts anchors around the head and gives them depth from the face's outline; here every pixel
/// outside takes the depth of the nearest place of the outline, and forgets it with distance.
/// </remarks>
public sealed class DepthImage
{
    private const float UnreachedDistance = 1e9f;

    private DepthImage(int width, int height, float[] depth, Vector3 pivot) => (Width, Height, Depth, Pivot) = (width, height, depth, pivot);

    public int Width { get; }

    public int Height { get; }

    /// <summary>Pixels towards the viewer, row by row.</summary>
    public float[] Depth { get; }

    /// <summary>The middle of the head, about which it turns: pixels, y down, z towards the viewer.</summary>
    public Vector3 Pivot { get; }

    /// <param name="width">Of the photo.</param>
    /// <param name="height">Of the photo.</param>
    /// <param name="template">The head's surface.</param>
    /// <param name="fit">The face model laid over the photo's landmarks.</param>
    /// <param name="shape">The fit's 68 points in the head frame.</param>
    /// <param name="landmarks">The photo's own 68 points, which the surface is pulled onto.</param>
    public static DepthImage Of(int width, int height, HeadTemplate template, LandmarkFit fit, Vector3[] shape, IReadOnlyList<Vector2> landmarks)
    {
        var points = OverPhoto(template, fit, shape, landmarks);
        var raster = new TriangleRaster(width, height);
        for (var i = 0; i < template.Triangles.Length; i += 3)
            raster.Draw(i, points[template.Triangles[i]], points[template.Triangles[i + 1]], points[template.Triangles[i + 2]]);

        var used = template.Triangles.Distinct().Select(i => points[i]).ToList();
        var low = used.Aggregate(Vector3.Min);
        var high = used.Aggregate(Vector3.Max);
        var pivot = new Vector3(fit.Center.X, fit.Center.Y, (low.Z + high.Z) / 2);
        FillOutside(raster.Depth, width, height, pivot.Z, reach: fit.Scale);
        return new DepthImage(width, height, raster.Depth, pivot);
    }

    /// <summary>The head's surface in the photo: shaped like the fit, posed by it, then pulled onto the landmarks in the image plane.</summary>
    private static Vector3[] OverPhoto(HeadTemplate template, LandmarkFit fit, Vector3[] shape, IReadOnlyList<Vector2> landmarks)
    {
        var own = Array.ConvertAll(template.Landmarks, i => template.Points[i]);
        var similarity = Procrustes.Fit(own, shape);
        var warp = new PointWarp([.. own.Select(similarity.Apply)], shape, stiffness: 0.05);
        Vector3 Pose(Vector3 point)
        {
            var turned = Vector3.Transform(point, fit.Rotation) * fit.Scale;
            return new Vector3(fit.Center.X + turned.X, fit.Center.Y - turned.Y, turned.Z);
        }

        var posed = Array.ConvertAll(shape, Pose);
        var pull = new PointWarp(posed, [.. posed.Select((point, i) => new Vector3(landmarks[i], point.Z))], stiffness: 0.3 * fit.Scale);
        return Array.ConvertAll(template.Points, point => pull.Apply(Pose(warp.Apply(similarity.Apply(point)))));
    }

    /// <summary>Chamfer sweeps carry to each empty pixel the distance to the nearest filled one, and its depth.</summary>
    private static void FillOutside(float[] depth, int width, int height, float wall, float reach)
    {
        var distance = new float[depth.Length];
        var outline = (float[])depth.Clone();
        for (var i = 0; i < depth.Length; i++) distance[i] = float.IsNegativeInfinity(depth[i]) ? UnreachedDistance : 0;
        void Take(int at, int from, float step)
        {
            if (distance[from] + step >= distance[at]) return;
            distance[at] = distance[from] + step;
            outline[at] = outline[from];
        }

        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = y * width + x;
                if (x > 0) Take(at, at - 1, 1);
                if (y > 0) Take(at, at - width, 1);
                if (x > 0 && y > 0) Take(at, at - width - 1, 1.414f);
                if (x < width - 1 && y > 0) Take(at, at - width + 1, 1.414f);
            }
        }

        for (var y = height - 1; y >= 0; y--)
        {
            for (var x = width - 1; x >= 0; x--)
            {
                var at = y * width + x;
                if (x < width - 1) Take(at, at + 1, 1);
                if (y < height - 1) Take(at, at + width, 1);
                if (x < width - 1 && y < height - 1) Take(at, at + width + 1, 1.414f);
                if (x > 0 && y < height - 1) Take(at, at + width - 1, 1.414f);
            }
        }

        for (var i = 0; i < depth.Length; i++)
        {
            if (distance[i] == 0) continue;
            var near = distance[i] >= UnreachedDistance ? 0 : MathF.Exp(-distance[i] / reach);
            depth[i] = wall + near * (outline[i] - wall);
        }
    }
}
