using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Training.Labelling;

/// <summary>What several teachers agree on for one face.</summary>
/// <param name="Rotation">Their robust weighted mean.</param>
/// <param name="Disagreement">Root mean square angle in degrees between that and the teachers that agree with it.</param>
/// <param name="Support">0 to 1: the share of all trust that agrees.</param>
/// <param name="Second">Angle in degrees of the second nearest teacher: a label needs two witnesses. Infinite when only one spoke.</param>
public readonly record struct Consensus(Quaternion Rotation, float Disagreement, float Support, float Second)
{
    /// <summary>Disagreement in degrees at which a pseudo-label counts half.</summary>
    private const float HalfDisagreement = 4;

    public float Weight => Support / (1 + Disagreement / HalfDisagreement * (Disagreement / HalfDisagreement));
}

/// <summary>Averages rotations of teachers that were first brought to one convention and one zero.</summary>
public static class TeacherConsensus
{
    /// <summary>Scale in degrees of the robust mean: a teacher so far from it counts half.</summary>
    private const float Tolerance = 6;

    /// <param name="answers">One per teacher; null where it has none, at least one is not.</param>
    /// <param name="trust">One per teacher.</param>
    public static Consensus Of(IReadOnlyList<Quaternion?> answers, IReadOnlyList<TeacherTrust> trust)
    {
        var aligned = new List<(Quaternion Rotation, float Weight)>();
        for (var i = 0; i < answers.Count; i++)
        {
            if (answers[i] is { } answer) aligned.Add((answer * trust[i].Correction, trust[i].Weight));
        }

        var mean = Mean(aligned, Tolerance);
        var (agreeing, squares) = (0f, 0f);
        foreach (var (rotation, weight) in aligned)
        {
            var angle = Rotations.AngleBetween(mean, rotation);
            var counted = weight * Agreement(angle, Tolerance);
            agreeing += counted;
            squares += counted * angle * angle;
        }

        var angles = aligned.Select(teacher => Rotations.AngleBetween(mean, teacher.Rotation)).Order().ToList();
        return new Consensus(mean, MathF.Sqrt(squares / agreeing), agreeing / trust.Sum(teacher => teacher.Weight), angles.Count > 1 ? angles[1] : float.PositiveInfinity);
    }

    /// <summary>
    /// The rotation of least summed squared distance, by the tangent-space iteration (Moakher 2002, §3), weights given. With a finite
    /// tolerance it is Cauchy's robust mean: a rotation e degrees off counts 1/(1 + (e/tolerance)²).
    /// </summary>
    /// <param name="rotations">At least one.</param>
    /// <param name="tolerance">Degrees; infinite for the plain mean.</param>
    public static Quaternion Mean(IReadOnlyList<(Quaternion Rotation, float Weight)> rotations, float tolerance = float.PositiveInfinity)
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

    private static float Agreement(float degrees, float tolerance) => 1 / (1 + degrees / tolerance * (degrees / tolerance));
}
