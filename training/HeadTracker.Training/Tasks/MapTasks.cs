using HeadTracker.Synthesis.Surfaces;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Objectives;

namespace HeadTracker.Training.Tasks;

/// <summary>The tasks that learn from label maps.</summary>
public static class MapTasks
{
    /// <summary>What a task is made of.</summary>
    /// <param name="task">Any but the pose.</param>
    /// <param name="scenes">How many scenes the training sets know.</param>
    public static IFaceTask Of(LearntTask task, int scenes) => task.Kind switch
    {
        FaceTask.Segmentation => new ClassMapTask(task.Kind, Enum.GetValues<SegmentationClass>().Length, labels => labels.Segmentation()),
        FaceTask.Parts => new ClassMapTask(task.Kind, FaceParts.Count, labels => labels.Parts.alias()),
        FaceTask.Depth => new NumberMapTask(
            task.Kind, 1, labels => labels.Depth.alias(), errors => [("rmse (face sizes)", errors.Rmse, true), ("L1 (face sizes)", errors.MeanAbsolute, true)]),
        FaceTask.Normals => new NormalsTask(),
        FaceTask.Edges => new EdgesTask(),
        FaceTask.Saliency => new SaliencyTask(),
        FaceTask.Landmarks => new LandmarksTask(),
        FaceTask.Offsets => new NumberMapTask(task.Kind, 2, labels => labels.Offsets(), errors => [("L1 (cells)", errors.MeanAbsolute, true)]),
        FaceTask.Scene => new SceneTask(scenes),
        FaceTask.Attributes => new AttributesTask(task.Attribute),
        _ => throw new ArgumentOutOfRangeException(nameof(task), task, "The pose has no map."),
    };
}
