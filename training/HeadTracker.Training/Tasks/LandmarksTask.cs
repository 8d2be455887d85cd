using HeadTracker.Training.Data;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tasks;

/// <summary>
/// 68 landmarks by the expectation of a heat map each (integral regression: Sun et al. 2018), which tells fractions of a pixel. The loss is the mean absolute
/// error of both coordinates in pixels, over the landmarks known and inside the image; hidden ones count, their place follows from the others.
/// </summary>
/// <remarks>Regressing heat maps by L1 as such, as the thesis does its key points, has empty maps for an optimum as long as a place is uncertain.</remarks>
public sealed class LandmarksTask : IFaceTask
{
    public LearntTask Task => new(FaceTask.Landmarks);

    public HeadShape Head => new(Task.Name, LandmarkBox.PointCount, Dense: true);

    public bool Knows(FaceMaps maps) => maps.Landmarks is not null;

    public SampleLosses LossOf(Tensor answer, MapBatch labels)
    {
        using var scope = NewDisposeScope();
        var errors = (Expectation(answer, labels.ImageSide) - labels.Landmarks).abs().mean([2]);
        return SampleLosses.MeanOver(errors, Inside(labels)).MoveToOuterDisposeScope();
    }

    public ITaskMeter NewMeter() => new TaskMeter<LandmarkErrors>(
        Task, new LandmarkErrors(), (errors, answer, labels) => errors.Add(Expectation(answer, labels.ImageSide), labels.Landmarks, Inside(labels)),
        errors => [("NME", errors.Nme, true), ("L1 (px)", errors.MeanAbsolute, true)]);

    /// <summary>Heat maps (B, 68, M, M), as logits → x, y (B, 68, 2) in pixels of images that the maps cover.</summary>
    internal static Tensor Expectation(Tensor maps, int imageSide)
    {
        using var scope = NewDisposeScope();
        var side = maps.shape[^1];
        var likely = maps.flatten(2).softmax(2).view(maps.shape);
        // From cells to pixels, whose centres are whole numbers in either.
        var centres = (arange(side, dtype: ScalarType.Float32, device: maps.device) + 0.5) * (imageSide / (double)side) - 0.5;
        return stack([(likely.sum(2) * centres).sum(-1), (likely.sum(3) * centres).sum(-1)], -1).MoveToOuterDisposeScope();
    }

    private static Tensor Inside(MapBatch labels) => labels.Landmarks.ge(-0.5).logical_and(labels.Landmarks.lt(labels.ImageSide - 0.5)).all(2)
        .logical_and(labels.LandmarksKnown);
}
