using HeadTracker.Synthesis.Surfaces;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Tasks;

/// <summary>That answers which say the labels reach what a task can reach, and which figure a task is compared by.</summary>
public sealed class TaskMeterTests : IDisposable
{
    private readonly IDisposable _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Perfect_answers_are_measured_as_such()
    {
        var labels = TaskExamples.Of([0, (long)FacePart.JawLeft, (long)FacePart.JawLeft, (long)FacePart.Hair]);
        (FaceTask Kind, Func<Tensor> Answer, string Metric, double Perfect)[] cases =
        [
            (FaceTask.Segmentation, () => OneHot(labels.Segmentation(), 8), "mIoU", 1),
            (FaceTask.Parts, () => OneHot(labels.Parts, FaceParts.Count), "mIoU", 1),
            (FaceTask.Depth, () => labels.Depth, "rmse (face sizes)", 0),
            (FaceTask.Normals, () => labels.Normals * 3, "mean angle (°)", 0),
            (FaceTask.Edges, () => (labels.Edges() - 0.5) * 20, "odsF", 1),
            (FaceTask.Saliency, () => (labels.Saliency() - 0.5) * 20, "mIoU", 1),
            (FaceTask.Offsets, () => labels.Offsets(), "L1 (cells)", 0),
        ];
        foreach (var (kind, answer, metric, perfect) in cases)
        {
            var meter = MapTasks.Of(new(kind), 0).NewMeter();
            meter.Add(answer(), labels);
            var score = meter.Scores[0];
            Assert.Equal((new LearntTask(kind).Name, metric), (score.Task, score.Metric));
            Assert.Equal(perfect, score.Value, 3);
            Assert.Equal(perfect == 0, score.LowerIsBetter);
        }
    }

    [Fact]
    public void A_meter_that_saw_nothing_known_has_no_figure()
    {
        foreach (var kind in Enum.GetValues<FaceTask>().Where(kind => kind != FaceTask.Pose))
        {
            var task = MapTasks.Of(new(kind), 7);
            var meter = task.NewMeter();
            meter.Add(task.Head.Dense ? zeros(1, task.Head.Outputs, 2, 2) : zeros(1, task.Head.Outputs), TaskExamples.Of([-1, -1, -1, -1]));
            Assert.True(double.IsNaN(meter.Scores[0].Value), $"{kind} says {meter.Scores[0].Value}");
        }
    }

    private static Tensor OneHot(Tensor classes, int count) => nn.functional.one_hot(classes, count).permute(0, 3, 1, 2).to(ScalarType.Float32);
}
