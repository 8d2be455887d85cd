using System.Numerics;

namespace HeadTracker.Geometry;

/// <summary>Small operations on unit quaternions that several stages share.</summary>
public static class Rotations
{
    /// <summary>Geodesic distance in degrees: the angle of the one rotation that carries <paramref name="a"/> to <paramref name="b"/>.</summary>
    public static float AngleBetween(Quaternion a, Quaternion b)
    {
        var difference = Quaternion.Conjugate(a) * b;
        var sine = new Vector3(difference.X, difference.Y, difference.Z).Length();
        return 2 * MathF.Atan2(sine, MathF.Abs(difference.W)) * (180 / MathF.PI);
    }

    /// <summary>The rotation vector (axis × angle in radians, angle ≤ π) of a unit quaternion.</summary>
    public static Vector3 Log(Quaternion q)
    {
        if (q.W < 0) q = -q;
        var v = new Vector3(q.X, q.Y, q.Z);
        var sine = v.Length();
        // sin(θ/2) ≈ θ/2 near zero, where axis and angle are ill-defined on their own.
        return sine < 1e-6f ? 2 * v : v * (2 * MathF.Atan2(sine, q.W) / sine);
    }

    /// <summary>The unit quaternion of a rotation vector (axis × angle in radians).</summary>
    public static Quaternion Exp(Vector3 rotationVector)
    {
        var angle = rotationVector.Length();
        var scale = angle < 1e-6f ? 0.5f : MathF.Sin(angle / 2) / angle;
        return Quaternion.Normalize(new Quaternion(rotationVector * scale, MathF.Cos(angle / 2)));
    }

    /// <summary>The unit quaternion of a rotation matrix.</summary>
    /// <param name="rows">Nine numbers, row by row, of the matrix that multiplies column vectors.</param>
    public static Quaternion FromMatrix(ReadOnlySpan<float> rows)
    {
        // System.Numerics multiplies row vectors, so its matrix is the transpose.
        var transposed = new Matrix4x4(
            rows[0], rows[3], rows[6], 0,
            rows[1], rows[4], rows[7], 0,
            rows[2], rows[5], rows[8], 0,
            0, 0, 0, 1);
        return Quaternion.Normalize(Quaternion.CreateFromRotationMatrix(transposed));
    }
}
