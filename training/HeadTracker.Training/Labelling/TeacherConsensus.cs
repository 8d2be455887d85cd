using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Training.Evaluation;

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

        var mean = RotationMean.Of(aligned, Tolerance);
        var (agreeing, squares) = (0f, 0f);
        foreach (var (rotation, weight) in aligned)
        {
            var angle = Rotations.AngleBetween(mean, rotation);
            var counted = weight * RotationMean.Agreement(angle, Tolerance);
            agreeing += counted;
            squares += counted * angle * angle;
        }

        var angles = aligned.Select(teacher => Rotations.AngleBetween(mean, teacher.Rotation)).Order().ToList();
        return new Consensus(mean, MathF.Sqrt(squares / agreeing), agreeing / trust.Sum(teacher => teacher.Weight),
            angles.Count > 1 ? angles[1] : float.PositiveInfinity);
    }
}
