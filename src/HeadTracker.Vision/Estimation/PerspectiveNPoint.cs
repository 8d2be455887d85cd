using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Estimation;

/// <summary>A rigid pose and how well it explains the points.</summary>
/// <param name="Rotation">Model → camera.</param>
/// <param name="Translation">The model's origin in the camera frame of <see cref="HeadPose"/>, in the model's unit; z &lt; 0.</param>
/// <param name="Error">Root of the weighted mean squared reprojection error, in units of the normalised image plane.</param>
internal readonly record struct RigidPose(Quaternion Rotation, Vector3 Translation, float Error);

/// <summary>
/// Pose of a rigid model from its points' images (the perspective-n-point problem): an analytic start from scaled orthography,
/// then Levenberg–Marquardt on the robust reprojection error. Allocates nothing.
/// </summary>
/// <remarks>
/// Image points are on the normalised image plane: x right, y up, p = (X, Y) / -Z for a point (X, Y, Z) of the camera frame.
/// OpenCV's solvePnP minimises the same error without the robust weights, but takes matrices that have to be made for each call.
/// </remarks>
internal static class PerspectiveNPoint
{
    public const int MaximumPoints = 16;

    private const int Iterations = 30;

    /// <summary>Rounds of POSIT for the start.</summary>
    private const int Rounds = 4;

    /// <summary>Solves for 4 to <see cref="MaximumPoints"/> points that do not lie in one plane.</summary>
    /// <param name="model">The model's points.</param>
    /// <param name="image">Their images.</param>
    /// <param name="weights">Weight of each point: one over the variance expected of it, in any unit.</param>
    /// <param name="outlier">
    /// Residual at which a point of weight 1 begins to count for less (Huber), in the model's unit at the model's distance; infinity
    /// for plain least squares.
    /// </param>
    public static RigidPose Solve(ReadOnlySpan<Vector3> model, ReadOnlySpan<Vector2> image, ReadOnlySpan<float> weights, float outlier = float.PositiveInfinity)
    {
        var start = Start(model, image, weights);
        outlier /= -start.Translation.Z;
        var best = Refine(model, image, weights, outlier, start);

        // Under weak perspective a pose and its reflection in the image plane look alike (Necker's cube): try that one too.
        var mirrored = Refine(model, image, weights, outlier, best with { Rotation = Reflected(best.Rotation) });
        return mirrored.Error < best.Error ? mirrored : best;
    }

    /// <summary>
    /// DeMenthon and Davis' POSIT: solves under scaled orthography, moves each image point to where scaled orthography would
    /// have put it, p · depth / depth of the origin, and solves again.
    /// </summary>
    private static RigidPose Start(ReadOnlySpan<Vector3> model, ReadOnlySpan<Vector2> image, ReadOnlySpan<float> weights)
    {
        Span<Vector2> corrected = stackalloc Vector2[model.Length];
        image.CopyTo(corrected);
        var radius = 0f;
        foreach (var point in model) radius = MathF.Max(radius, point.Length());
        var pose = default(RigidPose);
        for (var round = 0; round < Rounds; round++)
        {
            pose = ScaledOrthography.Solve(model, corrected, weights);
            // However wild the points, the whole model stays in front of the camera.
            pose = pose with { Translation = pose.Translation with { Z = MathF.Min(pose.Translation.Z, -2 * radius) } };
            for (var i = 0; i < image.Length; i++) corrected[i] = image[i] * (1 + Vector3.Transform(model[i], pose.Rotation).Z / pose.Translation.Z);
        }

        return pose;
    }

    /// <summary>diag(1, 1, -1) · R · diag(1, 1, -1): turned the other way about the axes in the image plane.</summary>
    private static Quaternion Reflected(Quaternion q) => new(-q.X, -q.Y, q.Z, q.W);

    private static RigidPose Refine(ReadOnlySpan<Vector3> model, ReadOnlySpan<Vector2> image, ReadOnlySpan<float> weights, float outlier, RigidPose start)
    {
        Span<double> normal = stackalloc double[36];
        Span<double> gradient = stackalloc double[6];
        Span<double> step = stackalloc double[6];
        var (rotation, translation) = (start.Rotation, start.Translation);
        var cost = Cost(model, image, weights, outlier, rotation, translation);
        var damping = 1e-3;
        for (var iteration = 0; iteration < Iterations && damping < 1e8; iteration++)
        {
            Linearize(model, image, weights, outlier, rotation, translation, normal, gradient);
            for (var i = 0; i < 6; i++) normal[7 * i] *= 1 + damping;
            if (!Cholesky.TrySolve(normal, gradient, step)) break;

            var turned = Quaternion.Normalize(Rotations.Exp(new Vector3((float)step[0], (float)step[1], (float)step[2])) * rotation);
            var moved = translation + new Vector3((float)step[3], (float)step[4], (float)step[5]);
            var next = moved.Z < 0 ? Cost(model, image, weights, outlier, turned, moved) : double.PositiveInfinity;
            if (next >= cost)
            {
                damping *= 10;
                continue;
            }

            var converged = cost - next < 1e-7 * cost;
            (rotation, translation, cost) = (turned, moved, next);
            if (converged) break;
            damping *= 0.1;
        }

        double sum = 0;
        foreach (var weight in weights) sum += weight;
        return new RigidPose(rotation, translation, (float)Math.Sqrt(cost / sum));
    }

    private static double Cost(ReadOnlySpan<Vector3> model, ReadOnlySpan<Vector2> image, ReadOnlySpan<float> weights, float outlier,
        Quaternion rotation, Vector3 translation)
    {
        double cost = 0;
        for (var i = 0; i < model.Length; i++)
        {
            var point = Vector3.Transform(model[i], rotation) + translation;
            if (point.Z >= 0) return double.PositiveInfinity;
            var squared = weights[i] * (new Vector2(point.X, point.Y) / -point.Z - image[i]).LengthSquared();
            var limit = (double)outlier;
            cost += squared <= limit * limit ? squared : 2 * limit * Math.Sqrt(squared) - limit * limit;
        }

        return cost;
    }

    /// <summary>Normal equations JᵀWJ · δ = -JᵀW r of a small turn (ω, applied on the left) and shift, at the current pose.</summary>
    private static void Linearize(
        ReadOnlySpan<Vector3> model, ReadOnlySpan<Vector2> image, ReadOnlySpan<float> weights, float outlier,
        Quaternion rotation, Vector3 translation, Span<double> normal, Span<double> gradient)
    {
        normal.Clear();
        gradient.Clear();
        Span<double> row = stackalloc double[6];
        for (var i = 0; i < model.Length; i++)
        {
            // P = R·X + t; a turn moves it by ω × (R·X). With d = -Z:  ∂(X/d) = (∂X + x·∂Z) / d, likewise for y.
            var arm = Vector3.Transform(model[i], rotation);
            var point = arm + translation;
            var inverse = -1 / point.Z;
            var projected = new Vector2(point.X, point.Y) * inverse;
            var residual = projected - image[i];
            var length = MathF.Sqrt(weights[i]) * residual.Length();
            var weight = weights[i] * (length <= outlier ? 1 : outlier / length);

            Row(new Vector3(1, 0, projected.X) * inverse, arm, row);
            Accumulate(row, weight, residual.X, normal, gradient);
            Row(new Vector3(0, 1, projected.Y) * inverse, arm, row);
            Accumulate(row, weight, residual.Y, normal, gradient);
        }
    }

    /// <summary>Derivatives by ω and t of a coordinate whose derivative by the point is <paramref name="slope"/>: slope · (ω
    /// × arm) = ω · (arm × slope).</summary>
    private static void Row(Vector3 slope, Vector3 arm, Span<double> row)
    {
        var turn = Vector3.Cross(arm, slope);
        (row[0], row[1], row[2], row[3], row[4], row[5]) = (turn.X, turn.Y, turn.Z, slope.X, slope.Y, slope.Z);
    }

    private static void Accumulate(ReadOnlySpan<double> row, double weight, double residual, Span<double> normal, Span<double> gradient)
    {
        for (var i = 0; i < 6; i++)
        {
            gradient[i] -= weight * row[i] * residual;
            for (var j = 0; j < 6; j++) normal[6 * i + j] += weight * row[i] * row[j];
        }
    }
}
