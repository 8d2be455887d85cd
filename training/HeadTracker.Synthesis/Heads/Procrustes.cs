using System.Numerics;

namespace HeadTracker.Synthesis.Heads;

/// <summary>The similarity that carries one set of points onto another with the least sum of squares.</summary>
/// <param name="Rotation">Unit quaternion.</param>
/// <param name="Scale">Positive factor.</param>
/// <param name="Translation">Applied last.</param>
public readonly record struct Procrustes(Quaternion Rotation, float Scale, Vector3 Translation)
{
    private const int MostTurns = 400;

    public Vector3 Apply(Vector3 point) => Vector3.Transform(point, Rotation) * Scale + Translation;

    public Vector3 Undo(Vector3 point) => Vector3.Transform((point - Translation) / Scale, Quaternion.Conjugate(Rotation));

    /// <summary>
    /// Horn, "Closed-form solution of absolute orientation using unit quaternions" (1987): the rotation is the eigenvector of
    /// the largest eigenvalue of a symmetric 4×4 matrix made of the sums of products of coordinates, and that eigenvalue over the
    /// spread of the points is the scale. A mirror image is never fitted by a reflection.
    /// </summary>
    public static Procrustes Fit(IReadOnlyList<Vector3> from, IReadOnlyList<Vector3> to)
    {
        if (from.Count != to.Count || from.Count < 3) throw new ArgumentException("Two sets of as many points are needed, three at least.");
        var (a, b) = (Mean(from), Mean(to));
        Span<double> s = stackalloc double[9];
        s.Clear();
        var spread = 0.0;
        for (var i = 0; i < from.Count; i++)
        {
            var (p, q) = (from[i] - a, to[i] - b);
            for (var r = 0; r < 3; r++)
            {
                for (var c = 0; c < 3; c++) s[3 * r + c] += (double)p[r] * q[c];
            }

            spread += p.LengthSquared();
        }

        var (rotation, sum) = LargestEigenvector(
        [
            s[0] + s[4] + s[8], s[5] - s[7], s[6] - s[2], s[1] - s[3],
            s[5] - s[7], s[0] - s[4] - s[8], s[1] + s[3], s[6] + s[2],
            s[6] - s[2], s[1] + s[3], s[4] - s[0] - s[8], s[5] + s[7],
            s[1] - s[3], s[6] + s[2], s[5] + s[7], s[8] - s[0] - s[4],
        ]);
        var scale = (float)(sum / spread);
        return new Procrustes(rotation, scale, b - Vector3.Transform(a, rotation) * scale);
    }

    public static Vector3 Mean(IReadOnlyList<Vector3> points)
    {
        var sum = Vector3.Zero;
        foreach (var p in points) sum += p;
        return sum / points.Count;
    }

    // Jacobi rotations: exact to double precision for a matrix of this size, whatever its eigenvalues.
    private static (Quaternion Vector, double Value) LargestEigenvector(double[] m)
    {
        var v = new double[16];
        for (var i = 0; i < 4; i++) v[5 * i] = 1;
        for (var step = 0; step < MostTurns; step++)
        {
            var (p, q, largest) = (0, 1, 0.0);
            for (var r = 0; r < 4; r++)
            {
                for (var c = r + 1; c < 4; c++)
                {
                    if (Math.Abs(m[4 * r + c]) <= largest) continue;
                    (p, q, largest) = (r, c, Math.Abs(m[4 * r + c]));
                }
            }

            if (largest < 1e-18 * (Math.Abs(m[0]) + Math.Abs(m[5]) + Math.Abs(m[10]) + Math.Abs(m[15]))) break;
            var angle = 0.5 * Math.Atan2(2 * m[4 * p + q], m[5 * q] - m[5 * p]);
            var (sine, cosine) = Math.SinCos(angle);
            for (var k = 0; k < 4; k++)
            {
                var (x, y) = (m[4 * k + p], m[4 * k + q]);
                (m[4 * k + p], m[4 * k + q]) = (cosine * x - sine * y, sine * x + cosine * y);
            }

            for (var k = 0; k < 4; k++)
            {
                var (x, y) = (m[4 * p + k], m[4 * q + k]);
                (m[4 * p + k], m[4 * q + k]) = (cosine * x - sine * y, sine * x + cosine * y);
                (x, y) = (v[4 * k + p], v[4 * k + q]);
                (v[4 * k + p], v[4 * k + q]) = (cosine * x - sine * y, sine * x + cosine * y);
            }
        }

        var best = 0;
        for (var i = 1; i < 4; i++)
        {
            if (m[5 * i] > m[5 * best]) best = i;
        }

        var vector = new Quaternion((float)v[4 + best], (float)v[8 + best], (float)v[12 + best], (float)v[best]);
        return (Quaternion.Normalize(vector), m[5 * best]);
    }
}
