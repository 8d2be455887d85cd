using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Training.Evaluation;

/// <summary>What several rotations are on average.</summary>
public static class RotationMean
{
    /// <summary>
    /// The rotation of least summed squared distance, by the tangent-space iteration (Moakher 2002, §3), weights given. With a finite
    /// tolerance it is Cauchy's robust mean, in which each rotation counts its <see cref="Agreement"/>.
    /// </summary>
    /// <param name="rotations">At least one.</param>
    /// <param name="tolerance">Degrees; infinite for the plain mean.</param>
    public static Quaternion Of(IReadOnlyList<(Quaternion Rotation, float Weight)> rotations, float tolerance = float.PositiveInfinity)
    {
        var mean = rotations.MaxBy(entry => entry.Weight).Rotation;
        for (var iteration = 0; iteration < 50; iteration++)
        {
            var (step, total) = (Vector3.Zero, 0f);
            foreach (var (rotation, weight) in rotations)
            {
                var difference = Rotations.Log(Quaternion.Conjugate(mean) * rotation);
                var counted = weight * Agreement(difference.Length() * (180 / MathF.PI), tolerance);
                step += counted * difference;
                total += counted;
            }

            step /= total;
            mean = Quaternion.Normalize(mean * Rotations.Exp(step));
            if (step.Length() < 1e-6f) break;
        }

        return mean;
    }

    /// <summary>The share that a rotation e degrees off the robust mean counts: 1/(1 + (e/tolerance)²).</summary>
    public static float Agreement(float degrees, float tolerance) => 1 / (1 + degrees / tolerance * (degrees / tolerance));
}
