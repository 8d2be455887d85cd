using HeadTracker.Synthesis.Sampling;
using HeadTracker.Synthesis.Surfaces;
using HeadTracker.Training.Data.Maps;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Tasks;

/// <summary>Losses of tasks worked out by hand, and that they can be descended on.</summary>
public sealed class TaskLossTests : IDisposable
{
    private readonly IDisposable _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Classes_cost_their_cross_entropy_where_they_are_known()
    {
        // Logits of 0 but for 1 on skin: skin's cell costs ln(7 + e) - 1, the two others ln(7 + e); the fourth is not known.
        var answer = zeros(1, 8, 2, 2);
        answer[.., (int)SegmentationClass.Skin] = 1;
        var (loss, known) = LossOf(FaceTask.Segmentation, answer);
        Assert.Equal((3 * Math.Log(7 + Math.E) - 1) / 3, loss, 5);
        Assert.True(known);
    }

    [Fact]
    public void Parts_are_classes_too()
    {
        var (loss, _) = LossOf(FaceTask.Parts, zeros(1, FaceParts.Count, 2, 2));
        Assert.Equal(Math.Log(FaceParts.Count), loss, 5);
    }

    [Fact]
    public void Depth_counts_on_surfaces_alone()
    {
        // Two surfaces at 0.5: off by 0.25 and by 0.75. What stands at the background and where nothing is known is no matter.
        var answer = tensor(new[] { 9, 0.25f, 1.25f, float.NaN }, [1, 1, 2, 2]);
        Assert.Equal(0.5, LossOf(FaceTask.Depth, answer).Loss, 6);
    }

    [Fact]
    public void Normals_count_by_their_direction()
    {
        // Both surfaces face the viewer. One answer does at another length: 0; one points right: |1 - 0| + |0 - 1| = 2.
        var answer = zeros(1, 3, 2, 2);
        answer[0, 2, 0, 1] = 5;
        answer[0, 0, 1, 0] = 0.1f;
        Assert.Equal(1, LossOf(FaceTask.Normals, answer).Loss, 5);
    }

    [Fact]
    public void Edges_weigh_nineteen_times_as_much_as_other_cells()
    {
        // Three known cells of three classes: skin and hair are nearer than the background between them, and as near as each other, so both are edges
        // and the background is none. Answers of 0 cost ln 2 each: (0.05 + 0.95 + 0.95) ln 2 / 3.
        Assert.Equal(1.95 * Math.Log(2) / 3, LossOf(FaceTask.Edges, zeros(1, 1, 2, 2)).Loss, 5);
    }

    [Fact]
    public void The_head_weighs_as_much_as_there_are_other_cells()
    {
        // Two cells of three are the head's: they weigh 1/3 each, the other 2/3. Answers of 0 cost ln 2 · (1/3 + 1/3 + 2/3) / 3.
        Assert.Equal(4 * Math.Log(2) / 9, LossOf(FaceTask.Saliency, zeros(1, 1, 2, 2)).Loss, 5);
    }

    [Fact]
    public void Landmarks_count_by_the_expectation_of_their_map_where_they_are_known_and_inside()
    {
        var labels = TaskExamples.One();
        labels.Landmarks[0, 0] = tensor([1f, 2f]);
        labels.Landmarks[0, 1] = tensor([-3f, 0f]);
        labels.LandmarksKnown[0, 0] = true;
        labels.LandmarksKnown[0, 1] = true;
        // An even map has its expectation at the image's centre, 1.5 pixels from both edges' centres: |1.5 - 1| and |1.5 - 2|. The second lies outside.
        Assert.Equal(0.5, LossOf(FaceTask.Landmarks, zeros(1, 68, 2, 2), labels).Loss, 5);
        // All on the cell down left, whose centre is half a pixel from those of the image's first column and last row.
        var sharp = zeros(1, 68, 2, 2);
        sharp[0, 0, 1, 0] = 50;
        Assert.Equal((Math.Abs(0.5 - 1) + Math.Abs(2.5 - 2)) / 2, LossOf(FaceTask.Landmarks, sharp, labels).Loss, 5);
    }

    [Fact]
    public void Offsets_lead_to_the_middle_of_a_part()
    {
        // Two cells of one part, one above the other: their middle is half a cell down from the first, and up from the second.
        var labels = TaskExamples.Of([(long)FacePart.Hair, 0, (long)FacePart.Hair, 0]);
        Assert.Equal(0.25, LossOf(FaceTask.Offsets, zeros(1, 2, 2, 2), labels).Loss, 6);
    }

    [Fact]
    public void Attributes_add_up_over_those_that_are_known()
    {
        var labels = TaskExamples.One();
        labels.AttributesKnown[0, (int)FaceAttribute.Cap] = true;
        labels.AttributesKnown[0, (int)FaceAttribute.Male] = true;
        labels.Attributes[0, (int)FaceAttribute.Cap] = 1;
        var answer = zeros(1, FaceAttributes.Count);
        answer[0, (int)FaceAttribute.Cap] = 1;
        // -ln σ(1) = ln(1 + 1/e), and ln 2.
        Assert.Equal(Math.Log(1 + 1 / Math.E) + Math.Log(2), LossOf(FaceTask.Attributes, answer, labels).Loss, 5);
        var alone = MapTasks.Of(new(FaceTask.Attributes, FaceAttribute.Cap), 0);
        Assert.Equal(Math.Log(2), alone.LossOf(zeros(1, 1), labels).Losses.item<float>(), 5);
    }

    [Fact]
    public void Scenes_cost_their_cross_entropy()
    {
        var labels = TaskExamples.One() with { Scene = tensor([2L]) };
        Assert.Equal(Math.Log(5), LossOf(FaceTask.Scene, zeros(1, 5), labels).Loss, 5);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_not_known_costs_nothing_and_has_no_gradient(FaceTask kind)
    {
        var task = MapTasks.Of(new(kind), 5);
        using var answer = rand(AnswerOf(task, 1), requires_grad: true);
        var loss = task.LossOf(answer, TaskExamples.Of([-1, -1, -1, -1]));
        Assert.Equal((0f, false), (loss.Losses.item<float>(), loss.Known.item<bool>()));
        loss.Losses.sum().backward();
        Assert.Equal(0, answer.grad!.abs().sum().item<float>());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Twenty_steps_lower_the_loss(FaceTask kind)
    {
        manual_seed(3);
        var task = MapTasks.Of(new(kind), 5);
        var labels = TaskExamples.Of([0, (long)FacePart.JawLeft, (long)FacePart.JawLeft, (long)FacePart.Hair]) with { Scene = tensor([1L]) };
        labels.Landmarks[0, 0] = tensor([1f, 2f]);
        labels.LandmarksKnown[0, 0] = true;
        labels.AttributesKnown.fill_(true);
        var answer = (randn(AnswerOf(task, 1)) * 0.3).requires_grad_(true);
        var first = task.LossOf(answer, labels).Losses.item<float>();
        for (var step = 0; step < 20; step++)
        {
            using var inner = NewDisposeScope();
            var gradient = autograd.grad([task.LossOf(answer, labels).Losses.sum()], [answer])[0];
            using var none = no_grad();
            answer.sub_(0.3f * gradient);
        }

        Assert.True(task.LossOf(answer, labels).Losses.item<float>() < 0.95f * first, $"{kind}: {first} before");
    }

    public static TheoryData<FaceTask> Kinds => new(Enum.GetValues<FaceTask>().Where(kind => kind != FaceTask.Pose));

    private static long[] AnswerOf(IFaceTask task, int batch) =>
        task.Head.Dense ? [batch, task.Head.Outputs, TaskExamples.Side, TaskExamples.Side] : [batch, task.Head.Outputs];

    private static (double Loss, bool Known) LossOf(FaceTask kind, Tensor answer, MapBatch? labels = null)
    {
        var loss = MapTasks.Of(new(kind), 5).LossOf(answer, labels ?? TaskExamples.One());
        return (loss.Losses.item<float>(), loss.Known.item<bool>());
    }
}
