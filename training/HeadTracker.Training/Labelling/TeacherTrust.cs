using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Training.Evaluation;

namespace HeadTracker.Training.Labelling;

/// <summary>One teacher: the constant turn that carries its idea of straight ahead to ours, and how much it counts.</summary>
/// <param name="Correction">Applied in the head's frame: R = R_teacher · Correction.</param>
/// <param name="Weight">Relative; 1 over the squared error in degrees.</param>
public readonly record struct TeacherTrust(Quaternion Correction, float Weight)
{
    /// <summary>Degrees by which conventions of straight ahead usually differ: what a turn measured on few faces is held against.</summary>
    private const float UsualTurn = 1.5f;

    /// <summary>Scale in degrees of the robust mean turn: faces on which a teacher fails say nothing about its zero.</summary>
    private const float TurnTolerance = 4;

    /// <summary>No teacher is trusted more than one that errs by so many degrees.</summary>
    private const float LeastError = 1;

    public static TeacherTrust Equal { get; } = new(Quaternion.Identity, 1);

    public float Error => 1 / MathF.Sqrt(Weight);

    /// <summary>
    /// Measures a teacher on labelled faces: the mean turn between its answers and the labels, and the error that is left. Of n faces
    /// with an error of e the mean turn is known to e/√n, so it is drawn towards none by the share that this has in the variance.
    /// </summary>
    /// <param name="faces">At least one.</param>
    public static TeacherTrust Measure(IReadOnlyList<(Quaternion Label, Quaternion Answer)> faces)
    {
        var turn = MeanTurn(faces);
        var error = faces.Average(face => Rotations.AngleBetween(face.Label, face.Answer * turn));
        var uncertainty = error * error / faces.Count;
        var correction = Rotations.Exp(UsualTurn * UsualTurn / (UsualTurn * UsualTurn + uncertainty) * Rotations.Log(turn));
        return new TeacherTrust(correction, 1 / (error * error));
    }

    /// <summary>The constant turn from answers to labels: label ≈ answer · turn.</summary>
    public static Quaternion MeanTurn(IReadOnlyList<(Quaternion Label, Quaternion Answer)> faces) =>
        RotationMean.Of([.. faces.Select(face => (Quaternion.Conjugate(face.Answer) * face.Label, 1f))], TurnTolerance);

    /// <summary>
    /// How much each teacher errs on unlabelled faces, from how much each two differ (Grubbs 1948): with independent errors
    /// V(i, j) = s(i)² + s(j)², solved by least squares. Constant turns between them are taken out first, and V is taken from the
    /// median, so that the few faces on which one fails altogether do not count.
    /// </summary>
    /// <param name="faces">Answers of the same three or more teachers for each face; null where one has none.</param>
    /// <returns>A weight per teacher.</returns>
    public static IReadOnlyList<float> WeightsFromAgreement(IReadOnlyList<IReadOnlyList<Quaternion?>> faces)
    {
        var count = faces[0].Count;
        if (count < 3) throw new ArgumentException("Two teachers differ by as much as both err; only three tell whose error it is.", nameof(faces));
        var sums = new float[count];
        for (var i = 0; i < count; i++)
        {
            for (var j = i + 1; j < count; j++)
            {
                var pairs = faces.Where(face => face[i] is not null && face[j] is not null).Select(face => (face[i]!.Value, face[j]!.Value)).ToList();
                var turn = MeanTurn(pairs);
                var variance = MeanSquare([.. pairs.Select(pair => Rotations.AngleBetween(pair.Item1, pair.Item2 * turn))]);
                sums[i] += variance;
                sums[j] += variance;
            }
        }

        var all = sums.Sum() / 2;
        return [.. sums.Select(sum => 1 / MathF.Max((sum - all / (count - 1)) / (count - 2), LeastError * LeastError))];
    }

    /// <summary>Of rotation angles whose three components are normal: their squares over the variance have χ²'s median for three.</summary>
    private static float MeanSquare(List<float> angles)
    {
        const float MedianOfChiSquare3 = 2.366f;
        angles.Sort();
        var median = angles[angles.Count / 2];
        return 3 * median * median / MedianOfChiSquare3;
    }
}
