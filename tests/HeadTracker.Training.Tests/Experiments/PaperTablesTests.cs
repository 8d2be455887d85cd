using HeadTracker.Tests;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Optimisers;
using HeadTracker.Training.Pretext;

namespace HeadTracker.Training.Tests.Experiments;

/// <summary>What the papers say they did, typed from them, against what the experiment files come to with everything they extend and inherit.</summary>
public sealed class PaperTablesTests
{
    private static readonly string Folder = Path.Combine(SharedData.RepositoryRoot, "training", "experiments");

    /// <summary>KD paper: §4.3, §5.2 and the grids of tables 2 to 4 and fig. 6.</summary>
    [Theory]
    [InlineData("table2", "300w-lp-{size}.htpack", "AFLW2000, BIWI")]
    [InlineData("table3", "aflw-train-{size}.htpack", "AFLW")]
    [InlineData("table4", "biwi-train-{size}.htpack", "BIWI")]
    public void Tables_2_to_4_of_the_KD_paper(string name, string train, string tests)
    {
        var experiment = Read(name);
        RequireKd(experiment, train, tests);
        var network = Assert.Single(experiment.Stages.OfType<BaseStageOptions>());
        Assert.Equal(Backbone.ResNet50, network.BackboneOf(experiment));
        Assert.Equal("resnet50.safetensors", network.InitFile(experiment));
        Assert.Equal([1f, 2f, 3f, 4f], experiment.Model.BinSizes);
        Assert.True(experiment.Model.Regression);
        Assert.Equal((1e-4, 100, 128), Rate(network, experiment));
        var ensembles = Assert.Single(experiment.Stages.OfType<EnsembleStageOptions>());
        Assert.Equal([(0, 1), (8, 1), (9, 3), (15, 1), (15, 5), (15, 15)], ensembles.Grids.Select(grid => (grid.P, grid.S)));
        Assert.Equal([1, 289, 49, 961, 49, 9], ensembles.Grids.Select(grid => grid.ToGrid().Count));
        Assert.Equal(15, Assert.Single(experiment.Stages.OfType<HeatMapStageOptions>()).MaxPadding);
    }

    /// <summary>KD paper, §5.3: five students of a ResNet50 with p = 15, s = 5.</summary>
    [Theory]
    [InlineData("table5-protocol1", "300w-lp-{size}.htpack", "AFLW2000, BIWI")]
    [InlineData("table5-protocol2", "aflw-train-{size}.htpack", "AFLW")]
    [InlineData("table5-protocol3", "biwi-train-{size}.htpack", "BIWI")]
    public void Table_5_of_the_KD_paper(string name, string train, string tests)
    {
        var experiment = Read(name);
        RequireKd(experiment, train, tests);
        Backbone[] backbones = [Backbone.ResNet18, Backbone.ResNet34, Backbone.ResNet50, Backbone.ResNet101, Backbone.ResNet152];
        var bases = experiment.Stages.OfType<BaseStageOptions>().ToArray();
        var students = experiment.Stages.OfType<DistillStageOptions>().ToArray();
        Assert.Equal(backbones, bases.Select(stage => stage.BackboneOf(experiment)));
        Assert.Equal(backbones, students.Select(stage => stage.BackboneOf(experiment)));
        Assert.All(bases, stage => Assert.Equal((1e-4, 100, 128), Rate(stage, experiment)));
        Assert.All(students, stage =>
        {
            Assert.Equal((3e-4, 100, 128), Rate(stage, experiment));
            Assert.Equal("Base ResNet50", stage.Teacher);
            Assert.Null(stage.BoxesPerStep);
            Assert.Equal($"{stage.BackboneOf(experiment).ToString().ToLowerInvariant()}.safetensors", stage.InitFile(experiment));
        });
    }

    /// <summary>HMTL paper: §4.1 and table 1, §4.2 and tables 2, 3 and 5, §4.3 and table 4, §5.2 and table 6.</summary>
    [Theory]
    [InlineData("hmtl-table1", new[] { 30, 40 }, 0.4, 1, SupervisedLoss.Regression)]
    [InlineData("hmtl-table2", new[] { 20, 100 }, 0.5, 50, SupervisedLoss.HopeNet)]
    [InlineData("hmtl-table3", new[] { 20, 100 }, 0.5, 50, SupervisedLoss.HopeNet)]
    [InlineData("hmtl-table4", new[] { 20, 100 }, 0.5, 50, SupervisedLoss.HopeNet)]
    [InlineData("hmtl-table5", new[] { 20, 100 }, 0.5, 50, SupervisedLoss.HopeNet)]
    [InlineData("hmtl-table6", new[] { 30, 40 }, 0.4, 1, SupervisedLoss.Regression)]
    public void Tables_of_the_HMTL_paper(string name, int[] milestones, double dropout, double weight, SupervisedLoss loss)
    {
        var experiment = Read(name);
        Assert.Equal((224, 64), (experiment.Model.InputSize, experiment.Model.Width));
        var stages = experiment.Stages.OfType<HmtlStageOptions>().ToArray();
        Assert.NotEmpty(stages);
        Assert.All(stages, stage =>
        {
            var optimiser = stage.OptimiserOf(experiment);
            Assert.Equal(Backbone.ResNet50, stage.BackboneOf(experiment));
            Assert.Equal((1e-3, 110, 64), Rate(stage, experiment));
            Assert.Equal((OptimiserKind.AdaBelief, 1e-14, true), (optimiser.Kind, optimiser.Epsilon, optimiser.Rectify));
            Assert.Equal((RateSchedule.Step, 0.1), (optimiser.Schedule, optimiser.Decay));
            Assert.Equal(milestones, optimiser.Milestones);
            Assert.Equal(dropout, stage.Dropout, 6);
            Assert.Equal(loss, stage.Loss);
            if (stage.Pretext is not null && stage.Heads) Assert.Equal(weight, stage.Weight, 6);
            // Fine-tuning and linear evaluation of table 4 start with 5 epochs of warm-up (§4.3), nothing else does.
            Assert.Equal(name == "hmtl-table4" && stage.Init is not null ? 5 : 0, optimiser.WarmupEpochs);
        });
        if (name != "hmtl-table1") Assert.All(stages, stage => Assert.Equal(3, stage.Point));
    }

    /// <summary>HMTL paper, §4.3: batches of 64, 64 epochs, 0.001 along a cosine; a projector of three layers of 2,048.</summary>
    [Fact]
    public void Pre_training_of_the_HMTL_paper()
    {
        var experiment = Read("hmtl-pretraining");
        var stages = experiment.Stages.Cast<TrainingStageOptions>().ToArray();
        Assert.All(stages, stage =>
        {
            Assert.Equal((1e-3, 64, 64), Rate(stage, experiment));
            Assert.Equal(RateSchedule.Cosine, stage.OptimiserOf(experiment).Schedule);
            Assert.Equal(Backbone.ResNet50, stage.BackboneOf(experiment));
        });
        Assert.Equal(2048, experiment.Model.Projector);
        Assert.Equal([null, 3], stages.OfType<BarlowTwinsStageOptions>().Select(stage => stage.Puzzle));
        Assert.Equal([2, 2, 3], stages.OfType<PretextStageOptions>().Select(stage => stage.Regions));
    }

    /// <summary>Both papers' stages together keep the KD paper's settings, and start from encoders that fit.</summary>
    [Fact]
    public void What_hmtl_kd_inherits()
    {
        var experiment = Read("hmtl-kd");
        Assert.Null(experiment.Model.Pretrained);
        Assert.All(experiment.Stages.OfType<BaseStageOptions>(), stage => Assert.Equal((1e-4, 100, 128), Rate(stage, experiment)));
        Assert.All(experiment.Stages.OfType<DistillStageOptions>(), stage => Assert.Equal((3e-4, 100, 128), Rate(stage, experiment)));
        Assert.Equal((15, 5), (experiment.Ensemble.P, experiment.Ensemble.S));
        Assert.Equal(new AugmentationOptions(), experiment.Augmentation);
    }

    /// <summary>An encoder of another size would be refused only when the run gets there.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("reduced")]
    public void Stages_of_other_experiments_that_files_start_from_exist_and_fit(string folder)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Folder, folder), "hmtl-*.json"))
        {
            var experiment = ExperimentFile.Read(file);
            foreach (var stage in experiment.Stages.OfType<TrainingStageOptions>())
            {
                if (stage.InitStage is not { } init || !StageReference.IsOfAnotherExperiment(init)) continue;
                var (name, of) = StageReference.Resolve(init, "");
                var other = ExperimentFile.Read(Path.Combine(Folder, folder, name + ".json"));
                var source = Assert.Single(other.Stages.OfType<TrainingStageOptions>(), candidate => candidate.Name == of);
                Assert.Equal((stage.BackboneOf(experiment), experiment.Model.Width), (source.BackboneOf(other), other.Model.Width));
            }
        }
    }

    private static Experiment Read(string name) => ExperimentFile.Read(Path.Combine(Folder, name + ".json"));

    private static (double Rate, int Epochs, int Batch) Rate(TrainingStageOptions stage, Experiment experiment) =>
        stage.OptimiserOf(experiment) is var optimiser ? (optimiser.LearningRate, optimiser.Epochs, optimiser.Batch) : default;

    private static void RequireKd(Experiment experiment, string train, string tests)
    {
        Assert.Equal([train], experiment.Data.Train);
        Assert.Equal(tests.Split(", "), experiment.Data.Test.Keys.Order());
        Assert.Equal((224, 64), (experiment.Model.InputSize, experiment.Model.Width));
        Assert.Equal((OptimiserKind.Adam, RateSchedule.Constant), (experiment.Optimiser.Kind, experiment.Optimiser.Schedule));
        Assert.Equal((15, 5), (experiment.Ensemble.P, experiment.Ensemble.S));
        var expected = AugmentationOptions.None with
        {
            Flip = 0.5f, Rotation = 15, Colour = 0.5f, Channels = 0.5f, MedianBlur = 0.5f, Light = 0.5f, CoarseDropout = 0.5f,
        };
        Assert.Equal(expected, experiment.Augmentation);
    }
}
