using HeadTracker.Training.Data;
using HeadTracker.Training.Evaluation.Adapters;
using OpenCvSharp;

namespace HeadTracker.Training.Evaluation;

/// <summary>Runs models over a dataset, all on the same photos and boxes.</summary>
public static class Evaluator
{
    /// <param name="dataset">Faces with photos that cannot be read are dropped into its report.</param>
    /// <param name="models">At least one.</param>
    /// <param name="progress">Told the number of faces done, now and then.</param>
    public static IReadOnlyList<ModelResult> Run(FaceDataset dataset, IReadOnlyList<IPoseAdapter> models, Action<int>? progress = null)
    {
        var comparisons = models.Select(_ => new List<PoseComparison>(dataset.Faces.Count)).ToList();
        var missed = new int[models.Count];
        var ofAxes = HeadAxis.Labels(dataset.Faces);
        var done = 0;
        // Faces of one photo follow each other in most sets; it is then decoded once.
        string? loaded = null;
        Mat? photo = null;
        try
        {
            foreach (var face in dataset.Faces)
            {
                if (face.Image != loaded)
                {
                    photo?.Dispose();
                    photo = TryLoad(dataset, face);
                    loaded = face.Image;
                }

                if (photo is not null)
                {
                    for (var i = 0; i < models.Count; i++)
                    {
                        if (models[i].Estimate(photo, face.Box) is { } rotation) comparisons[i].Add(new PoseComparison(face, rotation, ofAxes));
                        else missed[i]++;
                    }
                }

                if (++done % 16 == 0) progress?.Invoke(done);
            }
        }
        finally
        {
            photo?.Dispose();
        }

        progress?.Invoke(done);
        return [.. models.Select((model, i) => new ModelResult(PoseMetrics.Of(model.Name, dataset.Name, comparisons[i], missed[i]), comparisons[i]))];
    }

    private static Mat? TryLoad(FaceDataset dataset, LabelledFace face)
    {
        try
        {
            return dataset.Photos.Load(face.Image);
        }
        catch (InvalidDataException e)
        {
            dataset.Report.Drop(face.Image, $"broken ({e.Message})");
            dataset.Report.Kept--;
            return null;
        }
    }
}
