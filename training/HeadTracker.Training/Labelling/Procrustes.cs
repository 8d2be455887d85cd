using System.Numerics;
using HeadTracker.Geometry;
using MathNet.Numerics.LinearAlgebra;

namespace HeadTracker.Training.Labelling;

/// <summary>The similarity that carries one set of points onto another.</summary>
public readonly record struct Similarity(Quaternion Rotation, float Scale, Vector3 Translation)
{
    public Vector3 Apply(Vector3 point) => Scale * Vector3.Transform(point, Rotation) + Translation;

    public Vector3 Undo(Vector3 point) => Vector3.Transform((point - Translation) / Scale, Quaternion.Conjugate(Rotation));
}

/// <summary>Least-squares alignment of corresponding points (Umeyama 1991, eqs. 40–42).</summary>
public static class Procrustes
{
    /// <summary>Minimises Σ |target - (s·R·source + t)|² over rotations R, scales s and translations t.</summary>
    public static Similarity Align(IReadOnlyList<Vector3> source, IReadOnlyList<Vector3> target)
    {
        var sourceMean = Mean(source);
        var targetMean = Mean(target);
        var covariance = Matrix<double>.Build.Dense(3, 3);
        var spread = 0.0;
        for (var i = 0; i < source.Count; i++)
        {
            var a = source[i] - sourceMean;
            var b = target[i] - targetMean;
            spread += a.LengthSquared();
            for (var row = 0; row < 3; row++)
            {
                for (var column = 0; column < 3; column++) covariance[row, column] += b[row] * a[column];
            }
        }

        var svd = covariance.Svd();
        // A reflection would fit mirrored points better; turn the weakest axis to stay a rotation.
        var sign = svd.U.Determinant() * svd.VT.Determinant() < 0 ? -1 : 1;
        var signs = Matrix<double>.Build.DenseOfDiagonalArray([1, 1, sign]);
        var rotation = Rotations.FromMatrix([.. (svd.U * signs * svd.VT).ToRowMajorArray().Select(value => (float)value)]);
        var scale = (float)((svd.S[0] + svd.S[1] + sign * svd.S[2]) / spread);
        return new Similarity(rotation, scale, targetMean - scale * Vector3.Transform(sourceMean, rotation));
    }

    public static Vector3 Mean(IReadOnlyList<Vector3> points)
    {
        var sum = Vector3.Zero;
        foreach (var point in points) sum += point;
        return sum / points.Count;
    }
}
