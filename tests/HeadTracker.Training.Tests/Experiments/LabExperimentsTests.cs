using HeadTracker.Tests;
using HeadTracker.Training.Balancing;
using HeadTracker.Training.Datasets;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Objectives;

namespace HeadTracker.Training.Tests.Experiments;

/// <summary>The experiment files of the multi-task lab against the thesis of Vandenhende (2022) and Vasu et al. (2021), typed from their texts.</summary>
public sealed class LabExperimentsTests
{
    [Theory]
    [InlineData("lab-table6a", 8)] // CelebA has 40 attributes; heads have these
    [InlineData("lab-table6b", 2)] // "segmentation and depth"
    [InlineData("lab-table6c", 5)] // "Seg., H. Parts, Norm., Sal., Edge"
    public void Of_table_6_2_every_method_is_there_and_compared_with_each_task_alone(string table, int tasks)
    {
        var stages = Read(table).Stages.Cast<MultiTaskStageOptions>().ToArray();
        var singles = stages.Where(stage => stage.Main.Count == 1).ToArray();
        Assert.Equal(tasks, singles.Length);
        var methods = stages.Except(singles).ToArray();
        // The rows of table 6.2, and heuristic 2 of 6.3.3.
        Type?[] kinds = [null, typeof(UncertaintyOptions), typeof(DwaOptions), typeof(GradNormOptions), typeof(MgdaOptions), typeof(Heuristic2Options)];
        Assert.All(kinds, kind => Assert.Single(methods, stage => stage.Balance?.GetType() == kind));

        Assert.All(methods, stage =>
        {
            Assert.Equal(tasks, stage.Main.Count);
            Assert.Equal(singles.Select(single => single.Name), stage.Against);
        });
    }

    [Fact]
    public void The_grids_weights_on_PASCAL_are_the_theses()
    {
        var weights = Read("lab-table6c").Stages.Cast<MultiTaskStageOptions>().Select(stage => stage.Balance).OfType<FixedOptions>().Single().Weights;
        // §6.3.1: segmentation 1, parts 2, saliency 5, edges 50, normals 10.
        Assert.Equal([("edges", 50), ("normals", 10), ("parts", 2), ("saliency", 5)], weights.OrderBy(one => one.Key).Select(one => (one.Key, one.Value)));
    }

    [Fact]
    public void Paper_004_is_tried_clean_and_with_40_percent_of_either_label_corrupt()
    {
        var stages = Read("lab-instance").Stages.Cast<MultiTaskStageOptions>().ToArray();
        Assert.Equal(15, stages.Length);
        Assert.All(stages, stage => Assert.Equal([FaceTask.Pose, FaceTask.Segmentation, FaceTask.Depth], stage.Tasks));
        foreach (var corrupt in stages.GroupBy(stage => (stage.Corrupt?.Segmentation, stage.Corrupt?.Pose)))
        {
            Assert.Contains(corrupt.Key, new (double?, double?)[] { (null, null), (0.4, 0), (0, 0.4) });
            Assert.Equal(
                [null, typeof(UncertaintyOptions), typeof(DwaOptions), typeof(GlsOptions), typeof(InstanceOptions)],
                corrupt.Select(stage => stage.Balance?.GetType()));
        }

        Assert.All(stages.Select(stage => stage.Balance).OfType<InstanceOptions>(), options =>
            Assert.Equal((2, 0.9), (options.LearningRate, options.Momentum))); // SURREAL's rate
    }

    [Fact]
    public void Figure_6_1_tries_three_methods_at_four_rates()
    {
        var stages = Read("lab-figure6").Stages.Cast<MultiTaskStageOptions>().ToArray();
        Assert.Equal(12, stages.Length);
        Assert.Equal(4, stages.Select(stage => stage.LearningRate).Distinct().Count());
        Assert.Equal(3, stages.Select(stage => stage.Balance?.GetType()).Distinct().Count());
    }

    [Theory]
    [InlineData("lab-data", "lab-table6a")]
    [InlineData("lab-data", "lab-pose")]
    [InlineData("reduced/lab-data", "reduced/lab-table6a")]
    [InlineData("reduced/lab-data", "reduced/lab-table6b")]
    [InlineData("reduced/lab-data", "reduced/lab-table6c")]
    [InlineData("reduced/lab-data", "reduced/lab-figure6")]
    [InlineData("reduced/lab-data", "reduced/lab-instance")]
    public void Sets_are_those_that_the_data_file_makes_with_maps(string data, string experiment)
    {
        var plan = DatasetPlanFile.Read(PathOf(data));
        var read = Read(experiment);
        Assert.Equal(plan.Crop.Size, read.Model.InputSize);
        Assert.All(read.Data.Train.Concat(read.Data.Test.Values), set =>
            Assert.True(plan.Parts.Single(part => part.Name + ".htpack" == set).Maps, set));
    }

    private static string PathOf(string file) => Path.Combine(SharedData.RepositoryRoot, "training", "experiments", file + ".json");

    private static Experiment Read(string file) => ExperimentFile.Read(PathOf(file));
}
