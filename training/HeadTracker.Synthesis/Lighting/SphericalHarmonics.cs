using System.Numerics;

namespace HeadTracker.Synthesis.Lighting;

/// <summary>Light from all sides as nine coefficients per colour, convolved with the cosine of a diffuse surface.</summary>
/// <remarks>Ramamoorthi and Hanrahan, "An efficient representation for irradiance environment maps" (2001), eqs. 7, 8 and 13.</remarks>
public sealed class SphericalHarmonics
{
    private const float Band0 = 0.282095f;
    private const float Band1 = 0.488603f;
    private const float Band2 = 1.092548f;
    private const float Band20 = 0.315392f;
    private const float Band22 = 0.546274f;

    /// <summary>A_l / π of eq. 8: what the cosine lobe leaves of each band.</summary>
    private const float Keep1 = 2f / 3;
    private const float Keep2 = 0.25f;

    private readonly Vector3[] _coefficients;

    private SphericalHarmonics(Vector3[] coefficients) => _coefficients = coefficients;

    /// <summary>Sums radiance over directions.</summary>
    /// <param name="samples">Unit direction, radiance, solid angle in steradians; together they should cover 4π.</param>
    public static SphericalHarmonics FromRadiance(IEnumerable<(Vector3 Direction, Vector3 Radiance, float SolidAngle)> samples)
    {
        var sums = new Vector3[9];
        Span<float> basis = stackalloc float[9];
        foreach (var (direction, radiance, solidAngle) in samples)
        {
            Evaluate(direction, basis);
            for (var i = 0; i < 9; i++) sums[i] += radiance * (basis[i] * solidAngle);
        }

        return new SphericalHarmonics(sums);
    }

    /// <summary>Radiance leaving a white diffuse surface (irradiance / π), never negative.</summary>
    public Vector3 Reflected(Vector3 normal) => Reflected(normal, 1);

    /// <summary>
    /// As <see cref="Reflected(Vector3)"/>, with directions blurred: light that spreads under the surface weakens the higher
    /// bands. 1 leaves them as they are, 0 keeps the mean alone.
    /// </summary>
    public Vector3 Reflected(Vector3 normal, float sharpness)
    {
        Span<float> basis = stackalloc float[9];
        Evaluate(normal, basis);
        var one = Keep1 * sharpness;
        var two = Keep2 * sharpness * sharpness;
        var sum = _coefficients[0] * basis[0]
            + (_coefficients[1] * basis[1] + _coefficients[2] * basis[2] + _coefficients[3] * basis[3]) * one
            + (_coefficients[4] * basis[4] + _coefficients[5] * basis[5] + _coefficients[6] * basis[6] + _coefficients[7] * basis[7]
                + _coefficients[8] * basis[8]) * two;
        return Vector3.Max(sum, Vector3.Zero);
    }

    private static void Evaluate(Vector3 d, Span<float> basis)
    {
        basis[0] = Band0;
        basis[1] = Band1 * d.Y;
        basis[2] = Band1 * d.Z;
        basis[3] = Band1 * d.X;
        basis[4] = Band2 * d.X * d.Y;
        basis[5] = Band2 * d.Y * d.Z;
        basis[6] = Band20 * (3 * d.Z * d.Z - 1);
        basis[7] = Band2 * d.X * d.Z;
        basis[8] = Band22 * (d.X * d.X - d.Y * d.Y);
    }
}
