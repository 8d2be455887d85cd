using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Stages;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Stages;

public sealed class DistillStageTests
{
    /// <summary>Eight holes lie in what the student sees, none in what the teacher does.</summary>
    [Fact]
    public void Coarse_dropout_falls_on_the_students_view()
    {
        using var scope = NewDisposeScope();
        var wide = full([3, 3, 48, 48], 200, ScalarType.Byte);
        var batch = new FaceBatch(wide, zeros(3, 3), Weights: null) { Random = new SeededRandom(5) };
        var dropout = new AugmentationPipeline(AugmentationOptions.None with { CoarseDropout = 1 });

        var view = DistillStage.StudentsView(batch, padding: 8, size: 32, dropout).Images;

        Assert.Equal([3, 3, 32, 32], view.shape);
        Assert.True(wide.eq(200).all().item<bool>());
        // Holes of one pixel at this size; two may meet.
        Assert.All(Enumerable.Range(0, 3), i => Assert.InRange(view[i, 0].eq(0).sum().item<long>(), 5, 8));
    }

    [Fact]
    public void The_papers_rate_is_the_default_whatever_the_experiments_is()
    {
        var experiment = new Experiment { Optimiser = new() { LearningRate = 1e-2 } };
        Assert.Equal(3e-4, new DistillStageOptions().OptimiserOf(experiment).LearningRate);
        Assert.Equal(7e-4, new DistillStageOptions { LearningRate = 7e-4 }.OptimiserOf(experiment).LearningRate);
        Assert.Equal(1e-2, new BaseStageOptions().OptimiserOf(experiment).LearningRate);
    }
}
