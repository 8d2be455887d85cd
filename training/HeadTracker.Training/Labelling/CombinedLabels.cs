using System.Numerics;
using HeadTracker.Training.Data;

namespace HeadTracker.Training.Labelling;

/// <summary>Makes one label per face of what several sources say: brings all to one zero, trusts each as it deserves, leaves out disputes.</summary>
public static class CombinedLabels
{
    /// <summary>Fewer faces tell nothing about the sources.</summary>
    private const int LeastFaces = 50;

    /// <summary>Degrees by which a landmark fit errs where nothing better is known: measured on AFLW2000.</summary>
    private const float FitError = 2.6f;

    /// <summary>
    /// The trust in every source on a set of faces. Networks bring their zero from labelled faces. Annotators place landmarks differently
    /// from set to set, so the fits' zero is moved to where the networks' mean is. With three sources or more, how far each two differ
    /// tells how much each errs on these faces.
    /// </summary>
    /// <param name="faces">The set.</param>
    /// <param name="networks">One per network.</param>
    /// <returns>One per network, then the fit's.</returns>
    public static IReadOnlyList<TeacherTrust> TrustOn(IReadOnlyList<FaceAnswers> faces, IReadOnlyList<TeacherTrust> networks)
    {
        var fit = networks.Count;
        var trust = new List<TeacherTrust>(networks) { new(Quaternion.Identity, 1 / (FitError * FitError)) };
        if (faces.Count < LeastFaces) return trust;
        var fitted = faces.Where(face => face.Answers[fit] is not null && face.Answers.Take(fit).Any(answer => answer is not null)).ToList();
        if (fitted.Count >= LeastFaces)
        {
            var turn = TeacherTrust.MeanTurn(
                [.. fitted.Select(face => (TeacherConsensus.Of([.. face.Answers.Take(fit)], networks).Rotation, face.Answers[fit]!.Value))]);
            trust[fit] = trust[fit] with { Correction = turn };
        }

        var speaking = Enumerable.Range(0, trust.Count).Where(source => faces.Count(face => face.Answers[source] is not null) >= LeastFaces).ToList();
        if (speaking.Count < 3) return trust;
        var weights = TeacherTrust.WeightsFromAgreement(
            [.. faces.Select(face => (IReadOnlyList<Quaternion?>)[.. speaking.Select(source => face.Answers[source])])]);
        for (var i = 0; i < speaking.Count; i++) trust[speaking[i]] = trust[speaking[i]] with { Weight = weights[i] };
        return trust;
    }

    /// <summary>The labels of all faces on which two sources agree; the others go into the report.</summary>
    /// <param name="faces">The set.</param>
    /// <param name="trust">From <see cref="TrustOn"/>.</param>
    /// <param name="limit">Degrees that at least two sources must be within from the mean.</param>
    /// <param name="report">Told what is left out.</param>
    public static IReadOnlyList<LabelRow> Of(IReadOnlyList<FaceAnswers> faces, IReadOnlyList<TeacherTrust> trust, float limit, ReadReport report)
    {
        // A source that never speaks (no landmarks) takes nothing from the support.
        var heard = Enumerable.Range(0, trust.Count).Where(source => faces.Any(face => face.Answers[source] is not null)).ToList();
        TeacherTrust[] counted = [.. heard.Select(source => trust[source])];
        var rows = new List<LabelRow>();
        foreach (var face in faces)
        {
            Quaternion?[] answers = [.. heard.Select(source => face.Answers[source])];
            if (Array.TrueForAll(answers, answer => answer is null))
            {
                report.Drop(face.Image, "with no pose from any source");
                continue;
            }

            var consensus = TeacherConsensus.Of(answers, counted);
            if (counted.Length > 1 && consensus.Second > limit) report.Drop(face.Image, $"with no two sources within {limit}° of their mean");
            else rows.Add(new LabelRow(face.Image, face.Box, consensus.Rotation, consensus.Weight, consensus.Disagreement));
        }

        report.Kept = rows.Count;
        return rows;
    }
}
