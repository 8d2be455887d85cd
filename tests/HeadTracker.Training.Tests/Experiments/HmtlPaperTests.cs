using HeadTracker.Tests;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Optimisers;
using HeadTracker.Training.Pretext;
using static HeadTracker.Training.Pretext.PretextKind;

namespace HeadTracker.Training.Tests.Experiments;

/// <summary>
/// The experiment files of tables 1 to 6 against "How Self-Supervised Learning Can be Used for Fine-Grained Head Pose Estimation?", typed from its text.
/// </summary>
public sealed class HmtlPaperTests
{
    private const string PuzzlingWeights = "hmtl-pretraining/Puzzling 2x2", RotationWeights = "hmtl-pretraining/Rotation 2x2";
    private const string LargePuzzlingWeights = "hmtl-pretraining/Puzzling 3x3", ImageNet = "resnet50.safetensors";
    private const string Twins = "hmtl-pretraining/Barlow Twins", PuzzledTwins = "hmtl-pretraining/Barlow Twins puzzled";

    /// <summary>A row of a table: pretext task and regions (none is SL), and what the columns say.</summary>
    private sealed record Row(PretextKind? Pretext = null, int Regions = 0, int? Level = null, string? Weights = null, float BinSize = 3, int Warmup = 0,
        bool Frozen = false, bool Heads = true, int? Point = 3, int? Subjects = null);

    [Theory]
    [InlineData("hmtl-table1", 30, 40)] // §4.1: "in epoch 30 and 40, it multiplied by 0.1"
    [InlineData("hmtl-table2", 20, 100)] // §4.2: "at epoch 20 and 100, they multiplied by 0.1"
    [InlineData("hmtl-table3", 20, 100)] // §4.2
    [InlineData("hmtl-table4", 20, 100)] // table 4: "the same settings"
    [InlineData("hmtl-table5", 20, 100)] // §5.1: "via same settings of section 4.2"
    [InlineData("hmtl-table6", 30, 40)] // §5.2 gives none; its network and subjects are those of §4.1
    public void Of_all_tables(string table, int first, int second)
    {
        var experiment = Read(table);
        Assert.Equal((224, 64), (experiment.Model.InputSize, experiment.Model.Width)); // §4: 224 × 224 × 3; ResNet50 as it is
        Assert.All(experiment.Stages.OfType<TrainingStageOptions>(), stage =>
        {
            Assert.Equal(Backbone.ResNet50, stage.BackboneOf(experiment)); // §4
            var optimiser = stage.OptimiserOf(experiment);
            Assert.Equal(OptimiserKind.AdaBelief, optimiser.Kind); // §4
            Assert.Equal(64, optimiser.Batch); // §4
            Assert.Equal(110, optimiser.Epochs); // §4.1, §4.2
            Assert.Equal(0.001, optimiser.LearningRate); // §4.1, §4.2
            Assert.Equal(RateSchedule.Step, optimiser.Schedule); // §4.1, §4.2
            Assert.Equal([first, second], optimiser.Milestones);
            Assert.Equal(0.1, optimiser.Decay); // §4.1, §4.2
        });
        Assert.Equal(0.2, PretextBranch.DropoutRate); // §4.1, §4.2: self-supervised heads
    }

    [Theory]
    [InlineData("hmtl-table2", "AFLW2000=aflw2000-whole,AFLW2000*=aflw2000")] // table 2: *: the reduced version
    [InlineData("hmtl-table3", "BIWI=biwi")] // table 3
    [InlineData("hmtl-table4", "AFLW2000*=aflw2000")] // table 4: the reduced version
    [InlineData("hmtl-table5", "AFLW2000=aflw2000-whole,AFLW2000*=aflw2000")] // fig. 4: "w/o removing any samples"; table 5: the reduced version
    public void Of_the_tables_after_HopeNet(string table, string tests)
    {
        var experiment = Read(table);
        Assert.Equal(["300w-lp-{size}.htpack"], experiment.Data.Train); // §4.2: 300W-LP for training
        Assert.Equal(tests.Split(',').Select(test => test + "-{size}.htpack"), experiment.Data.Test.Select(test => $"{test.Key}={test.Value}"));
        Assert.Null(experiment.Data.Subjects);
        Assert.All(experiment.Stages.OfType<HmtlStageOptions>(), stage =>
        {
            Assert.Equal((SupervisedLoss.HopeNet, 3), (stage.Loss, stage.Angles)); // §4.2: "supervised heads were based on HopeNet"; eq. 2: yaw, pitch, roll
            Assert.Equal(0.5f, stage.Dropout); // §4.2: supervised heads
            Assert.Equal(50, stage.Weight); // §4.2: "were multiplied by 50"
        });
        Assert.Equal(2, HopeNetObjective.Alpha); // §4.2: "alpha value of 2"
    }

    [Fact]
    public void The_two_levels_of_augmentation()
    {
        // §4.2 names the operations and no strengths.
        AssertOnly(AugmentationOptions.OfLevel(1), "BoxScale", "Contrast"); // "random central zoom and random contrast"
        AssertOnly(AugmentationOptions.OfLevel(2), "BoxScale", "Contrast", "Blur", "LowResolution", "Cutout"); // "blurring, down scale resolution and cutout"
    }

    [Fact]
    public void Table_1_tries_every_branching_point_on_one_subject()
    {
        var experiment = Read("hmtl-table1");
        AssertXGaze(experiment);
        Assert.Equal(1, experiment.Data.Subjects); // §4.1: "one subject from train sets"
        AssertOnly(experiment.Augmentation, "BoxScale", "Hue"); // §4.1: "random zooms, random hue transformations"
        var points = Enumerable.Range(1, 4).ToArray(); // §3.1: four flag points
        AssertRows(experiment,
            [
                new(), // SL
                .. points.Select(point => new Row(PuzzlingRotation, 2, Point: point)),
                .. points.Select(point => new Row(Rotation, 2, Point: point)),
                .. points.Select(point => new Row(Puzzling, 2, Point: point)),
            ]);
    }

    [Fact]
    public void Rows_of_table_2() => AssertRows(Read("hmtl-table2"),
        [
            // In the order of the table: task, augmentation level, weights. Bins are 3°, in rows marked † 1°; two rows of HMTL 3 × 3 at level 2 without
            // weights differ in nothing else, and SL has one of each here to go with them.
            new(Level: 1),
            new(Level: 1, Weights: PuzzlingWeights),
            new(Level: 1, Weights: RotationWeights),
            new(Level: 1, Weights: ImageNet),
            new(Level: 2),
            new(Level: 2, BinSize: 1),
            new(Level: 2, Weights: RotationWeights),
            new(Puzzling, 2, 1),
            new(Puzzling, 3, 1),
            new(Puzzling, 3, 1, PuzzlingWeights),
            new(Puzzling, 3, 1, RotationWeights),
            new(Puzzling, 3, 1, ImageNet),
            new(Puzzling, 3, 2),
            new(Puzzling, 3, 2, BinSize: 1),
            new(Puzzling, 3, 2, RotationWeights),
            new(Rotation, 2, 1),
            new(Rotation, 2, 1, PuzzlingWeights),
            new(PuzzlingRotation, 2, 1),
        ]);

    [Fact]
    public void Rows_of_table_3() => AssertRows(Read("hmtl-table3"),
        [
            // "All of our method used level two augmentation and the bin size for categorical intervals set to 1."
            new(Level: 2, BinSize: 1),
            new(Level: 2, BinSize: 1, Weights: ImageNet),
            new(Level: 2, BinSize: 1, Weights: RotationWeights),
            new(Rotation, 2, 2, BinSize: 1),
            new(Puzzling, 3, 2, BinSize: 1),
            new(Puzzling, 3, 2, ImageNet, BinSize: 1),
            new(Puzzling, 3, 2, RotationWeights, BinSize: 1),
        ]);

    [Fact]
    public void Rows_of_table_4() => AssertRows(Read("hmtl-table4"),
        [
            // "All training were done with level 2 augmentation and the same settings"; §4.3: "5 epochs of warmup" of fine-tuning, and by
            // the caption's words of linear evaluation.
            new(Level: 2),
            new(Level: 2, Weights: RotationWeights, Frozen: true, Warmup: 5),
            new(Level: 2, Weights: PuzzlingWeights, Frozen: true, Warmup: 5),
            new(Level: 2, Weights: LargePuzzlingWeights, Frozen: true, Warmup: 5),
            new(Level: 2, Weights: Twins, Frozen: true, Warmup: 5),
            new(Level: 2, Weights: PuzzledTwins, Frozen: true, Warmup: 5),
            new(Level: 2, Weights: Twins, Warmup: 5),
            new(Level: 2, Weights: PuzzledTwins, Warmup: 5),
            new(Puzzling, 3, 2), // "HMTL refers to HMTL 3 × 3 puzzling"
            new(Puzzling, 3, 2, Twins, Warmup: 5),
            new(Puzzling, 3, 2, PuzzledTwins, Warmup: 5),
        ]);

    [Fact]
    public void Rows_of_table_5() => AssertRows(Read("hmtl-table5"),
        [
            new(Level: 2), // figures 4 to 6: level 2
            new(Puzzling, 3, 2, Heads: false), // "w/o SSHs"
            new(Puzzling, 3, 2),
        ]);

    [Fact]
    public void Table_6_learns_from_one_to_four_subjects()
    {
        var experiment = Read("hmtl-table6");
        AssertXGaze(experiment);
        // §5.2: "Random central zoom, random gaussian noise, cutout, random hue, random brightness and contrast".
        AssertOnly(experiment.Augmentation, "BoxScale", "Noise", "Cutout", "Hue", "Brightness", "Contrast");
        AssertRows(experiment,
            [
                .. Enumerable.Range(1, 4).SelectMany(subjects => new Row[]
                {
                    new(Subjects: subjects),
                    new(Puzzling, 2, Subjects: subjects), // table 6 has 2 × 2, where the text says 3 × 3
                    new(Puzzling, 2, Heads: false, Subjects: subjects),
                }),
            ]);
    }

    [Fact]
    public void Pretraining()
    {
        var experiment = Read("hmtl-pretraining");
        // §4.3: "the train set of ETH-XGaze", the three people of table 1's tests included: what starts from these encoders is tested on other sets.
        Assert.Equal(["eth-xgaze-{size}.htpack", "eth-xgaze-108-109-111-{size}.htpack"], experiment.Data.Pretraining);
        Assert.Equal(2048, experiment.Model.Projector); // §4.3: "each with 2048 output units"
        AssertOnly(experiment.Augmentation); // §4.3: the views' own transformations
        Assert.All(experiment.Stages.OfType<TrainingStageOptions>(), stage =>
        {
            var optimiser = stage.OptimiserOf(experiment);
            Assert.Equal(Backbone.ResNet50, stage.BackboneOf(experiment)); // §4.3: "a ResNet-50 network"
            Assert.Null(stage.InitFile(experiment));
            Assert.Equal(OptimiserKind.AdaBelief, optimiser.Kind); // §4: "for training all models in this section"
            // §4.3 says so of Barlow Twins; §4.2 says nothing of how long rotation and puzzling pre-train.
            Assert.Equal((64, 64, 0.001), (optimiser.Batch, optimiser.Epochs, optimiser.LearningRate));
            Assert.Equal((RateSchedule.Cosine, 0), (optimiser.Schedule, optimiser.WarmupEpochs)); // §4.3: "with cosine decay"
        });
        Assert.Equal(
            [(Rotation, 2), (Puzzling, 2), (Puzzling, 3)], // tables 2 to 4: "2×2 rotation", "2×2 puzzling", "3×3 puzzling" as weights
            experiment.Stages.OfType<PretextStageOptions>().Select(stage => (stage.Pretext, stage.Regions)));
        Assert.All(experiment.Stages.OfType<PretextStageOptions>(), stage => Assert.Equal(4, stage.Point)); // §4.2: "performed on the encoder"
        Assert.Equal([null, 3], experiment.Stages.OfType<BarlowTwinsStageOptions>().Select(stage => stage.Puzzle)); // §4.3: "with random 3×3 puzzling"
    }

    private static void AssertXGaze(Experiment experiment)
    {
        Assert.Equal(["eth-xgaze-{size}.htpack"], experiment.Data.Train); // §4.1, §5.2
        Assert.Equal(["eth-xgaze-108-109-111-{size}.htpack"], experiment.Data.Test.Values); // §4.1, §5.2: "which were 108, 109 and 111"
        Assert.All(experiment.Stages.OfType<HmtlStageOptions>(), stage =>
        {
            Assert.Equal((SupervisedLoss.Regression, 2), (stage.Loss, stage.Angles)); // eq. 1 and 3: RMSE of yaw and pitch
            Assert.Equal(0.4f, stage.Dropout); // §4.1: supervised heads; §5.2 gives none
            if (stage.Task is not null && stage.Heads) Assert.Equal(1, stage.Weight); // eq. 1 and 3: the sum as it is
        });
    }

    private static void AssertRows(Experiment experiment, Row[] expected) => Assert.Equal(
        expected,
        experiment.Stages.OfType<HmtlStageOptions>().Select(stage => new Row(
            stage.Pretext, stage.Task is null ? 0 : stage.Regions, stage.Level, stage.InitStage ?? stage.InitFile(experiment), stage.BinSize,
            stage.OptimiserOf(experiment).WarmupEpochs, stage.Frozen, stage.Heads,
            // Of no consequence without branches; §4.1: point 3 wherever table 1 does not vary it.
            stage.Task is null ? 3 : stage.Point, stage.Subjects)));

    /// <summary>That these operations happen and no others; the paper gives no strengths.</summary>
    private static void AssertOnly(AugmentationOptions options, params string[] operations) => Assert.Equal(
        operations.Order(),
        typeof(AugmentationOptions).GetProperties().Where(property => property.PropertyType == typeof(float) && property.CanWrite)
            .Where(property => (float)property.GetValue(options)! != 0).Select(property => property.Name).Order());

    private static Experiment Read(string table) =>
        ExperimentFile.Read(Path.Combine(SharedData.RepositoryRoot, "training", "experiments", table + ".json"));
}
