using HeadTracker.Tests;
using HeadTracker.Training.Affinity;
using HeadTracker.Training.Balancing;
using HeadTracker.Training.Datasets;
using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
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
    [InlineData("lab-table4-1", new[] { FaceTask.Segmentation, FaceTask.Offsets, FaceTask.Depth })] // §4.4.1
    [InlineData("lab-table4-2", new[] { FaceTask.Depth, FaceTask.Segmentation, FaceTask.Scene, FaceTask.Edges, FaceTask.Landmarks })]
    public void Of_tables_4_1_and_4_2_every_network_is_there_with_three_sizes_of_trees(string table, FaceTask[] tasks)
    {
        var stages = Read(table).Stages.Cast<MultiTaskStageOptions>().ToArray();
        var singles = stages.Where(stage => stage.Main.Count == 1).ToArray();
        Assert.Equal(tasks, singles.Select(single => single.Tasks.Single()));
        var several = stages.Except(singles).ToArray();
        Assert.All(several, stage => Assert.Equal(tasks, stage.Tasks));
        Assert.All(several, stage => Assert.Equal(singles.Select(single => single.Name), stage.Against));
        Assert.All(several.Where(stage => stage.Singles is not null), stage => Assert.Equal(stage.Against, stage.Singles));
        Assert.Equal(
            [TaskArchitecture.Shared, TaskArchitecture.Mtan, TaskArchitecture.CrossStitch, TaskArchitecture.Nddr],
            several.Where(stage => stage.Grouping is null).Select(stage => stage.Architecture));
        var groupings = several.Select(stage => stage.Grouping).OfType<GroupingOptions>().GroupBy(grouping => grouping.By).ToArray();
        Assert.Equal([AffinityKind.Fafs, AffinityKind.Random, AffinityKind.Rsa], groupings.Select(group => group.Key));
        Assert.All(groupings, group => Assert.Equal(groupings[0].Select(grouping => grouping.Budget), group.Select(grouping => grouping.Budget)));
        Assert.Equal(3, groupings[0].Select(grouping => grouping.Budget).Distinct().Count());
        // §4.4.2: w_k = w_e = 10.
        foreach (var weights in several.Select(stage => stage.Balance).OfType<FixedOptions>().Select(balance => balance.Weights))
        {
            Assert.Equal([("edges", 10), ("landmarks", 10)], weights.OrderBy(one => one.Key).Select(one => (one.Key, one.Value)));
        }

        Assert.Equal(tasks.Contains(FaceTask.Landmarks), several.All(stage => stage.Balance is FixedOptions));
    }

    /// <summary>The thesis's trees part in the last stages (§4.4.1): 107 M, 114 M and 116 M parameters are one, two and three of them twice.</summary>
    [Fact]
    public void Budgets_of_table_4_1_are_those_of_two_branches_in_one_two_and_three_stages()
    {
        var experiment = Read("lab-table4-1");
        using var backbone = new ResNet(ResNetShape.Of(experiment.Model.Backbone));
        double[] sizes = [.. Enumerable.Range(1, ResNet.Stages).Select(stage => (double)backbone.ParametersOf(stage))];
        var budgets = experiment.Stages.OfType<MultiTaskStageOptions>().Select(stage => stage.Grouping).OfType<GroupingOptions>()
            .Where(grouping => grouping.By == AffinityKind.Rsa).Select(grouping => grouping.Budget);
        foreach (var (twice, budget) in budgets.Index())
        {
            double PriceOf(int stages) => (sizes.Sum() + sizes[^stages..].Sum()) / (3 * sizes.Sum());
            Assert.InRange(PriceOf(twice + 1), 0, budget);
            Assert.True(PriceOf(twice + 2) > budget);
        }
    }

    [Theory]
    [InlineData("lab-table4-3", 32)]
    [InlineData("reduced/lab-table4-3", 8)]
    public void Table_4_3_sets_trees_of_attributes_against_one_encoder_of_the_same_size(string table, int attributes)
    {
        var experiment = Read(table);
        var stages = experiment.Stages.Cast<MultiTaskStageOptions>().ToArray();
        Assert.Equal(attributes, stages.Count(stage => stage.Main.Count == 1));
        Assert.Equal(attributes, stages[..attributes].SelectMany(stage => stage.Attributes).Distinct().Count());
        using var small = new ResNet(ResNetShape.Of(Backbone.ResNet18) with { Width = experiment.Model.Width });
        using var large = new ResNet(ResNetShape.Of(Backbone.ResNet34) with { Width = experiment.Model.Width });
        var budgets = stages.Select(stage => stage.Grouping?.Budget).OfType<double>().Distinct().ToArray();
        Assert.Equal(2, budgets.Length);
        Assert.Equal((double)ParameterCount.Of(large) / ParameterCount.Of(small), budgets[0] * attributes, 0.05);
        Assert.Equal(2 * budgets[0], budgets[1], 6);
        Assert.Contains(stages, stage => stage.Backbone == Backbone.ResNet34 && stage.Main.Count == attributes);
    }

    [Theory]
    [InlineData("lab-figure4-3", 22, 3)]
    [InlineData("reduced/lab-figure4-3", 10, 2)]
    public void Figure_4_3_has_all_trees_of_the_last_three_stages_and_the_rows_of_table_4_1(string figure, int count, int branches)
    {
        var experiment = Read(figure);
        var trees = experiment.Stages.OfType<MultiTaskStageOptions>().Where(stage => stage.Main.Count == 3).Select(stage => stage.Tree).ToArray();
        Assert.Equal(count, trees.Select(tree => string.Join(';', tree.Branches.Select(part => string.Join(',', part)))).Distinct().Count());
        Assert.Equal(count, trees.Length);
        Assert.All(trees, tree => Assert.Equal(1, tree.Widths[0]));
        Assert.All(trees, tree => Assert.InRange(tree.Widths.Max(), 1, branches));
        var chart = experiment.Stages.OfType<ChartStageOptions>().Single();
        var rows = Read("lab-table4-1").Stages.Select(stage => $"lab-table4-1/{stage.Name}").ToArray();
        Assert.All(chart.Series.Values.SelectMany(stages => stages).Where(stage => stage.Contains('/')), stage => Assert.Contains(stage, rows));
    }

    [Theory]
    [InlineData("lab-data", "lab-table6a")]
    [InlineData("lab-data", "lab-table4-1")]
    [InlineData("lab-data", "lab-table4-2")]
    [InlineData("lab-data", "lab-table4-3")]
    [InlineData("lab-data", "lab-figure4-3")]
    [InlineData("reduced/lab-data", "reduced/lab-table4-1")]
    [InlineData("reduced/lab-data", "reduced/lab-table4-2")]
    [InlineData("reduced/lab-data", "reduced/lab-table4-3")]
    [InlineData("reduced/lab-data", "reduced/lab-figure4-3")]
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
