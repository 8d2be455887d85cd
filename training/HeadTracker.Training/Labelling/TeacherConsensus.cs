using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Training.Labelling;

/// <summary>What several teachers agree on for one face.</summary>
/// <param name="Rotation">Their weighted mean.</param>
/// <param name="Disagreement">Largest angle in degrees between a teacher and the mean.</param>
public readonly record struct Consensus(Quaternion Rotation, float Disagreement)
{
    /// <summary>Disagreement in degrees at which a pseudo-label counts half.</summary>
    private const float HalfDisagreement = 4;

    public float Weight => 1 / (1 + Disagreement / HalfDisagreement * (Disagreement / HalfDisagreement));
}

/// <summary>One teacher: the constant turn that carries its idea of straight ahead to ours, and how much it counts.</summary>
/// <param name="Correction">Applied in the head's frame: R = R_teacher · Correction.</param>
/// <param name="Weight">Relative; 1 over the squared error measured on labelled faces.</param>
public readonly record struct TeacherTrust(Quaternion Correction, float Weight)
{
    public static TeacherTrust Equal { get; } = new(Quaternion.Identity, 1);

    /// <summary>Measures a teacher on labelled faces: the mean turn between its answers and the labels, and the error that is left.</summary>
    public static TeacherTrust Measure(IReadOnlyList<(Quaternion Label, Quaternion Answer)> faces)
    {
        var correction = TeacherConsensus.Mean([.. faces.Select(face => (Quaternion.Conjugate(face.Answer) * face.Label, 1f))]);
        var error = faces.Average(face => Rotations.AngleBetween(face.Label, face.Answer * correction));
        return new TeacherTrust(correction, 1 / (error * error));
    }
}

/// <summary>Averages rotations of teachers that were first brought to one convention and one zero.</summary>
public static class TeacherConsensus
{
    public static Consensus Of(IReadOnlyList<Quaternion> answers, IReadOnlyList<TeacherTrust> trust)
    {
        var aligned = answers.Select((answer, i) => (Rotation: answer * trust[i].Correction, trust[i].Weight)).ToList();
        var mean = Mean(aligned);
        return new Consensus(mean, aligned.Max(teacher => Rotations.AngleBetween(mean, teacher.Rotation)));
    }

    /// <summary>The rotation of least summed squared distance, by the tangent-space iteration (Moakher 2002, §3), weights given.</summary>
    public static Quaternion Mean(IReadOnlyList<(Quaternion Rotation, float Weight)> rotations)
    {
        var mean = rotations.MaxBy(entry => entry.Weight).Rotation;
        var total = rotations.Sum(entry => entry.Weight);
        for (var iteration = 0; iteration < 20; iteration++)
        {
            var step = Vector3.Zero;
            foreach (var (rotation, weight) in rotations) step += weight / total * Rotations.Log(Quaternion.Conjugate(mean) * rotation);
            mean = Quaternion.Normalize(mean * Rotations.Exp(step));
            if (step.Length() < 1e-6f) break;
        }

        return mean;
    }
}
