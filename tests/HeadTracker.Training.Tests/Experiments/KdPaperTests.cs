using HeadTracker.Contract;
using HeadTracker.Tests;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Optimisers;
using static HeadTracker.Training.Networks.Backbone;

namespace HeadTracker.Training.Tests.Experiments;

/// <summary>The experiment files of tables 2 to 5 against "Boosting of Head Pose Estimation by Knowledge Distillation", typed from its text.</summary>
public sealed class KdPaperTests
{
    // §5.3: the backbones of the second stage; table 5 has a base and an ensemble of each.
    private static readonly Backbone[] Backbones = [ResNet18, ResNet34, ResNet50, ResNet101, ResNet152];

    [Theory]
    // Table 1: what each protocol trains and tests on; tables 2 to 4 are of protocols 1 to 3, table 5 of all.
    [InlineData("table2", "300w-lp", "AFLW2000=aflw2000,BIWI=biwi")]
    [InlineData("table3", "aflw-train", "AFLW=aflw-test")]
    [InlineData("table4", "biwi-train", "BIWI=biwi-test")]
    [InlineData("table5-protocol1", "300w-lp", "AFLW2000=aflw2000,BIWI=biwi")]
    [InlineData("table5-protocol2", "aflw-train", "AFLW=aflw-test")]
    [InlineData("table5-protocol3", "biwi-train", "BIWI=biwi-test")]
    public void Of_all_tables(string table, string train, string tests)
    {
        var experiment = Read(table);
        Assert.Equal([$"{train}-{{size}}.htpack"], experiment.Data.Train);
        Assert.Equal(tests.Split(',').Select(test => test + "-{size}.htpack"), experiment.Data.Test.Select(test => $"{test.Key}={test.Value}"));
        Assert.Equal((null, null), (experiment.Data.Limit, experiment.Data.Subjects));

        Assert.Equal(224, experiment.Model.InputSize); // §3.3: "a convolution with a 224×224 kernel"
        Assert.Equal(64, experiment.Model.Width); // §3.2: a network of the ResNet family, as it is
        Assert.Equal([1, 2, 3, 4], experiment.Model.BinSizes); // §5.2: B = {1, 2, 3, 4}
        Assert.True(experiment.Model.Regression); // §5.2: "and a regression head"
        Assert.Equal(99, BinSpecification.PaperRange); // §4.2: angles in [-99°; +99°]

        var optimiser = experiment.Optimiser;
        Assert.Equal(OptimiserKind.Adam, optimiser.Kind); // §5.2, §5.3
        Assert.Equal(RateSchedule.Constant, optimiser.Schedule); // §5.2, §5.3: one rate, no schedule
        Assert.Equal(0, optimiser.WarmupEpochs); // §5.2, §5.3: none told of

        Assert.Equal((15, 5), (experiment.Ensemble.P, experiment.Ensemble.S)); // §5.3: "with p = 15 and s = 5"
        Assert.Equal(0.05f, DistillationObjective.LabelShare); // eq. 7

        var augmentation = experiment.Augmentation;
        var paper = AugmentationOptions.None with
        {
            Flip = 0.5f, // §4.3: "a horizontal flip with a probability of 0.5"
            Rotation = 15, // §4.3: "in the range [-15°; +15°]"
            Colour = 0.5f, // §4.3: HueSaturationValue, CLAHE, Equalize, or Solarize
            Channels = 0.5f, // §4.3: ChannelShuffle or ChannelDropout
            MedianBlur = 0.5f, // §4.3
            Light = 0.5f, // §4.3: RandomShadow or ISONoise
            CoarseDropout = 0.5f, // §4.3
        };
        Assert.Equal(paper, augmentation);

        // §5.2, §5.3: every network starts from ImageNet and keeps to the experiment's augmentation and people.
        Assert.All(experiment.Stages.OfType<TrainingStageOptions>(), stage =>
        {
            Assert.Equal($"{stage.BackboneOf(experiment)}.safetensors".ToLowerInvariant(), stage.InitFile(experiment));
            Assert.Equal(augmentation, stage.AugmentationOf(experiment));
            Assert.Null(stage.Subjects);
        });
    }

    [Theory]
    [InlineData("table2")]
    [InlineData("table3")]
    [InlineData("table4")]
    public void Of_the_ensembles(string table)
    {
        var experiment = Read(table);
        AssertBase(experiment, ResNet50, "Base ResNet50"); // §5.2: "we used ResNet50 as a backbone"

        var ensembles = experiment.Stages.OfType<EnsembleStageOptions>().Single();
        Assert.Equal("Base ResNet50", ensembles.Of);
        (int P, int S, int A)[] rows = [(0, 1, 1), (8, 1, 289), (9, 3, 49), (15, 1, 961), (15, 5, 49), (15, 15, 9)]; // tables 2, 3, 4: p, s, A
        Assert.Equal(rows, ensembles.Grids.Select(grid => (grid.P, grid.S, grid.ToGrid().Count)));

        var map = experiment.Stages.OfType<HeatMapStageOptions>().Single();
        Assert.Equal(("Base ResNet50", 15), (map.Of, map.MaxPadding)); // §5.2, fig. 6: p ≤ 15
        Assert.Equal("Base ResNet50", experiment.Stages.OfType<QuasiEnsembleStageOptions>().Single().Of); // §3.3
    }

    [Theory]
    [InlineData("table5-protocol1")]
    [InlineData("table5-protocol2")]
    [InlineData("table5-protocol3")]
    public void Of_all_backbones(string table)
    {
        var experiment = Read(table);
        Assert.All(Backbones, backbone => AssertBase(experiment, backbone, $"Base {backbone}")); // table 5: the "Base" rows
        Assert.Equal(
            Backbones.Select(backbone => ($"Ensemble {backbone}", $"Base {backbone}", 0)), // table 5: the "Ensemble" rows, p = 15 and s = 5 (§5.3)
            experiment.Stages.OfType<EnsembleStageOptions>().Select(stage => (stage.Name, stage.Of, stage.Grids.Count)));
        var students = experiment.Stages.OfType<DistillStageOptions>().ToArray();
        Assert.Equal(Backbones.Select(backbone => ($"KD-{backbone}", backbone)), students.Select(stage => (stage.Name, stage.BackboneOf(experiment))));
        Assert.All(students, student =>
        {
            Assert.Equal("Base ResNet50", student.Teacher); // §6.6: "based on ResNet50 as a teacher in all test protocols"
            Assert.Null(student.BoxesPerStep); // §3.4: the whole ensemble teaches
            var optimiser = student.OptimiserOf(experiment);
            Assert.Equal(3e-4, optimiser.LearningRate); // §5.3: 3·10⁻⁴
            Assert.Equal(100, optimiser.Epochs); // §5.3
            Assert.Equal(128, optimiser.Batch); // §5.3
        });
        // Fig. 7 shows what a student says of pictures; 'image' draws that with its exported file.
        Assert.Equal(Backbones.Select(backbone => $"KD-{backbone}"), experiment.Stages.OfType<ExportStageOptions>().Select(stage => stage.Of));
        Assert.Equal(4 * Backbones.Length, experiment.Stages.Count);
    }

    /// <summary>§3.2 and §6.4: the five heads removed one by one, and the joint loss, all else as the base is.</summary>
    [Fact]
    public void Of_the_base_without_each_head()
    {
        var experiment = Read("heads");
        Assert.Equal(
            [
                ("All heads", "1 2 3 4", true, 0), ("Without bins of 1°", "2 3 4", true, 0), ("Without bins of 2°", "1 3 4", true, 0),
                ("Without bins of 3°", "1 2 4", true, 0), ("Without bins of 4°", "1 2 3", true, 0), ("Without regression", "1 2 3 4", false, 0),
                ("Joint loss", "1 2 3 4", true, 2f),
            ],
            experiment.Stages.Cast<BaseStageOptions>().Select(stage => (
                stage.Name, string.Join(' ', stage.BinSizes ?? experiment.Model.BinSizes), stage.Regression ?? experiment.Model.Regression, stage.Joint)));
        foreach (var stage in experiment.Stages) AssertBase(experiment, Backbone.ResNet50, stage.Name);
    }

    private static void AssertBase(Experiment experiment, Backbone backbone, string name)
    {
        var stage = experiment.Stages.OfType<BaseStageOptions>().Single(stage => stage.Name == name);
        Assert.Equal(backbone, stage.BackboneOf(experiment));
        var optimiser = stage.OptimiserOf(experiment);
        Assert.Equal(1e-4, optimiser.LearningRate); // §5.2: 10⁻⁴
        Assert.Equal(100, optimiser.Epochs); // §5.2
        Assert.Equal(128, optimiser.Batch); // §5.2
    }

    private static Experiment Read(string table) =>
        ExperimentFile.Read(Path.Combine(SharedData.RepositoryRoot, "training", "experiments", table + ".json"));
}
