using HeadTracker.Training.Data;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Objectives;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tasks;

/// <summary>The places of 68 landmarks, in sides of the image from its centre, by linear regression on their absolute errors.</summary>
public sealed class LandmarksProbe : IProbe
{
    public LearntTask Task => new(FaceTask.Landmarks);

    public ProbeLabels LabelsOf(Tensor degrees, MapBatch? maps)
    {
        using var scope = NewDisposeScope();
        // Pixels' centres are whole numbers, from 0 on.
        var places = (maps!.Landmarks + 0.5) / maps.ImageSide - 0.5;
        return new ProbeLabels(places.flatten(1), maps.LandmarksKnown.unsqueeze(-1).expand(-1, -1, 2).flatten(1)).MoveToOuterDisposeScope();
    }

    public Tensor LossOf(Tensor answer, ProbeLabels labels) => Probes.AbsoluteError(answer, labels);

    public IEnumerable<TaskScore> ScoresOf(Tensor answers, ProbeLabels labels)
    {
        using var scope = NewDisposeScope();
        var errors = new LandmarkErrors();
        long[] points = [-1, LandmarkBox.PointCount, 2];
        errors.Add(answers.view(points), labels.Values.view(points), labels.Known.view(points).all(2));
        return [new(Task.Name, "NME", errors.Nme, LowerIsBetter: true)];
    }
}
