using System.Numerics;

namespace HeadTracker.Estimation;

/// <summary>
/// Pose under scaled orthography in closed form (DeMenthon and Davis' POS): p = s · (r1·X, r2·X) + (a, b), with r1, r2 the first rows
/// of the rotation.
/// </summary>
internal static class ScaledOrthography
{
    /// <summary>Arguments as for <see cref="PerspectiveNPoint.Solve"/>.</summary>
    public static RigidPose Solve(ReadOnlySpan<Vector3> model, ReadOnlySpan<Vector2> image, ReadOnlySpan<float> weights)
    {
        // Weighted least squares of each image coordinate on the centred model; 3 x 3 normal equations.
        var sum = 0f;
        var modelCenter = Vector3.Zero;
        var imageCenter = Vector2.Zero;
        for (var i = 0; i < model.Length; i++)
        {
            sum += weights[i];
            modelCenter += weights[i] * model[i];
            imageCenter += weights[i] * image[i];
        }

        modelCenter /= sum;
        imageCenter /= sum;
        Span<double> spread = stackalloc double[9];
        Span<double> alongX = stackalloc double[3];
        Span<double> alongY = stackalloc double[3];
        spread.Clear();
        alongX.Clear();
        alongY.Clear();
        for (var n = 0; n < model.Length; n++)
        {
            var x = model[n] - modelCenter;
            var p = image[n] - imageCenter;
            for (var i = 0; i < 3; i++)
            {
                alongX[i] += weights[n] * x[i] * p.X;
                alongY[i] += weights[n] * x[i] * p.Y;
                for (var j = 0; j < 3; j++) spread[3 * i + j] += weights[n] * x[i] * x[j];
            }
        }

        Span<double> copy = stackalloc double[9];
        Span<double> solved = stackalloc double[3];
        spread.CopyTo(copy);
        if (!Cholesky.TrySolve(copy, alongX, solved)) throw new ArgumentException("The model's points lie in one plane.", nameof(model));
        var first = new Vector3((float)solved[0], (float)solved[1], (float)solved[2]);
        spread.CopyTo(copy);
        Cholesky.TrySolve(copy, alongY, solved);
        var second = new Vector3((float)solved[0], (float)solved[1], (float)solved[2]);

        var (rotation, scale) = NearestRotation(first, second);
        var arm = Vector3.Transform(modelCenter, rotation);
        var depth = 1 / scale;
        return new RigidPose(rotation, new Vector3(imageCenter * depth, -depth) - arm, 0);
    }

    /// <summary>
    /// The rotation and scale whose first rows are nearest to two vectors. In their plane, with unit bisectors u and v of the vectors
    /// made equally long, the nearest orthogonal pair of equal length lies at 45° from the bisectors.
    /// </summary>
    private static (Quaternion Rotation, float Scale) NearestRotation(Vector3 first, Vector3 second)
    {
        var scale = (first.Length() + second.Length()) / 2;
        if (!(scale > 1e-9f)) return (Quaternion.Identity, 1);
        var a = first / MathF.Max(first.Length(), 1e-3f * scale);
        var b = second / MathF.Max(second.Length(), 1e-3f * scale);
        if (Vector3.Cross(a, b).LengthSquared() < 1e-6f) return (Quaternion.Identity, scale);
        var u = Vector3.Normalize(a + b);
        var v = Vector3.Normalize(a - b);
        var r1 = (u + v) / MathF.Sqrt(2);
        var r2 = (u - v) / MathF.Sqrt(2);
        var r3 = Vector3.Cross(r1, r2);

        // Rows of R are columns of System.Numerics' matrices, which multiply row vectors from the left.
        var matrix = new Matrix4x4(r1.X, r2.X, r3.X, 0, r1.Y, r2.Y, r3.Y, 0, r1.Z, r2.Z, r3.Z, 0, 0, 0, 0, 1);
        return (Quaternion.CreateFromRotationMatrix(matrix), scale);
    }
}
