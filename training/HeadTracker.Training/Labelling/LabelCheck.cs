using HeadTracker.Training.Data;
using HeadTracker.Training.Evaluation;
using HeadTracker.Training.Evaluation.Adapters;

namespace HeadTracker.Training.Labelling;

/// <summary>Measures on labelled faces how far each source of poses, and what they agree on, lies from the labels.</summary>
public static class LabelCheck
{
    /// <summary>Up to so many faces, zero and trust are measured on all faces but the one they are used for.</summary>
    private const int LeaveOneOut = 100;

    /// <returns>Each source with its constant turn taken out, the fits of landmarks if there are any, and all combined.</returns>
    public static IReadOnlyList<ModelResult> Run(FaceDataset dataset, IReadOnlyList<IPoseAdapter> networks, LandmarkFitter fitter, Action<int> progress)
    {
        var faces = Ask(dataset, networks, fitter, progress);
        var sources = networks.Count + 1;
        var single = Enumerable.Range(0, sources).Select(_ => new List<PoseComparison>()).ToList();
        var combined = new List<PoseComparison>();
        IReadOnlyList<TeacherTrust>? all = null;
        for (var i = 0; i < faces.Count; i++)
        {
            var trust = faces.Count > LeaveOneOut ? all ??= Measure([.. faces]) : Measure([.. faces.Where((_, j) => j != i)]);
            var (label, said) = faces[i];
            for (var source = 0; source < sources; source++)
            {
                if (said.Answers[source] is { } answer) single[source].Add(new PoseComparison(label, answer * trust[source].Correction));
            }

            if (said.Answers.Any(answer => answer is not null)) combined.Add(new PoseComparison(label, TeacherConsensus.Of(said.Answers, trust).Rotation));
        }

        string[] names = [.. networks.Select(network => network.Name), "fit of landmarks"];
        var results = Enumerable.Range(0, sources).Where(source => single[source].Count > 0).Select(source => Result(names[source], single[source]));
        return [.. results, Result("combined", combined)];

        ModelResult Result(string name, List<PoseComparison> comparisons) =>
            new(PoseMetrics.Of(name, dataset.Name, comparisons, faces.Count - comparisons.Count), comparisons);

        IReadOnlyList<TeacherTrust> Measure(IReadOnlyList<(LabelledFace Label, FaceAnswers Said)> others) => CombinedLabels.TrustOn(
            [.. others.Select(face => face.Said)],
            [.. networks.Select((_, network) => TeacherTrust.Measure(
                [.. others.Where(face => face.Said.Answers[network] is not null).Select(face => (face.Label.Rotation, face.Said.Answers[network]!.Value))]))]);
    }

    private static List<(LabelledFace Label, FaceAnswers Said)> Ask(FaceDataset dataset, IReadOnlyList<IPoseAdapter> networks, LandmarkFitter fitter,
        Action<int> progress)
    {
        var faces = new List<(LabelledFace, FaceAnswers)>();
        for (var i = 0; i < dataset.Faces.Count; i++)
        {
            var face = dataset.Faces[i];
            try
            {
                using var photo = dataset.Photos.Load(face.Image);
                faces.Add((face, FaceAnswers.Ask(photo, face.Image, face.Box, networks, face.Landmarks is null ? null : fitter.Fit(face.Landmarks).Rotation)));
            }
            catch (InvalidDataException e)
            {
                dataset.Report.Drop(face.Image, $"broken ({e.Message})");
            }

            progress(i + 1);
        }

        return faces;
    }
}
