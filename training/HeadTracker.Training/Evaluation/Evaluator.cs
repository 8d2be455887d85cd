using HeadTracker.Training.Data;
using HeadTracker.Training.Distributed;
using HeadTracker.Training.Evaluation.Adapters;
using OpenCvSharp;

namespace HeadTracker.Training.Evaluation;

/// <summary>Runs models over a dataset, all on the same photos and boxes.</summary>
public static class Evaluator
{
    /// <param name="dataset">Faces with photos that cannot be read are dropped into its report.</param>
    /// <param name="models">At least one.</param>
    /// <param name="progress">Told the number of faces done, now and then.</param>
    /// <param name="group">Processes that share the faces, each of which gets all results; null for this one alone.</param>
    public static IReadOnlyList<ModelResult> Run(
        FaceDataset dataset, IReadOnlyList<IPoseAdapter> models, Action<int>? progress = null, ProcessGroup? group = null)
    {
        var answers = new PoseAnswers(dataset.Faces.Count, models.Count);
        var flaws = new Dictionary<string, string>();
        AskShare(dataset, models, group ?? ProcessGroup.Alone, answers, flaws, progress);
        answers.Unite(group ?? ProcessGroup.Alone);

        var comparisons = models.Select(_ => new List<PoseComparison>(dataset.Faces.Count)).ToList();
        var missed = new int[models.Count];
        var ofAxes = HeadAxis.Labels(dataset.Faces);
        string? dropped = null;
        for (var face = 0; face < dataset.Faces.Count; face++)
        {
            var labelled = dataset.Faces[face];
            if (!answers.IsSeen(face))
            {
                if (labelled.Image != dropped) Drop(dataset, labelled, flaws);
                dropped = labelled.Image;
                continue;
            }

            for (var i = 0; i < models.Count; i++)
            {
                if (answers.Of(face, i) is { } rotation) comparisons[i].Add(new PoseComparison(labelled, rotation, ofAxes));
                else missed[i]++;
            }
        }

        return [.. models.Select((model, i) => new ModelResult(PoseMetrics.Of(model.Name, dataset.Name, comparisons[i], missed[i]), comparisons[i]))];
    }

    /// <summary>Asks the models about this process's faces.</summary>
    private static void AskShare(
        FaceDataset dataset, IReadOnlyList<IPoseAdapter> models, ProcessGroup group, PoseAnswers answers, Dictionary<string, string> flaws,
        Action<int>? progress)
    {
        var (first, count) = group.ShareOf(dataset.Faces.Count);
        // Faces of one photo follow each other in most sets; it is then decoded once.
        string? loaded = null;
        Mat? photo = null;
        try
        {
            for (var done = 0; done < count;)
            {
                var face = dataset.Faces[first + done];
                if (face.Image != loaded)
                {
                    photo?.Dispose();
                    photo = TryLoad(dataset, face, flaws);
                    loaded = face.Image;
                }

                for (var i = 0; i < models.Count && photo is not null; i++) answers.Keep(first + done, i, models[i].Estimate(photo, face.Box));
                if (++done % 16 == 0) progress?.Invoke(done);
            }
        }
        finally
        {
            photo?.Dispose();
        }

        progress?.Invoke(count);
    }

    private static Mat? TryLoad(FaceDataset dataset, LabelledFace face, Dictionary<string, string> flaws)
    {
        try
        {
            return dataset.Photos.Load(face.Image);
        }
        catch (InvalidDataException e)
        {
            flaws[face.Image] = e.Message;
            return null;
        }
    }

    private static void Drop(FaceDataset dataset, LabelledFace face, Dictionary<string, string> flaws)
    {
        // What is wrong with another process's photo is seen by trying it once more.
        if (!flaws.ContainsKey(face.Image)) TryLoad(dataset, face, flaws)?.Dispose();
        dataset.Report.Drop(face.Image, $"broken ({flaws.GetValueOrDefault(face.Image, "in another process")})");
        dataset.Report.Kept--;
    }
}
