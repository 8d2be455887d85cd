using HeadTracker.Tests;
using HeadTracker.Training.Datasets;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Optimisers;
using HeadTracker.Training.Pretext;

namespace HeadTracker.Training.Tests.Experiments;

/// <summary>The experiment files of chapter 7 of Vandenhende's thesis (2022), typed from its text.</summary>
public sealed class MocoExperimentsTests
{
    [Theory]
    [InlineData("moco-pretraining", 200)] // table 7.4: "pretrained for 200 epochs"
    [InlineData("moco-table7", 200)]
    [InlineData("moco-table8", 200)] // table 7.8
    [InlineData("moco-table9", 800)] // table 7.9
    [InlineData("moco-sets", 400)] // tables 7.2, 7.3
    [InlineData("moco-overlap", 200)]
    public void Of_all_pre_training(string file, int epochs)
    {
        var experiment = Read(file);
        Assert.Equal((224, Backbone.ResNet50, 64), (experiment.Model.InputSize, experiment.Model.Backbone, experiment.Model.Width)); // §7.3.1
        Assert.All(experiment.Stages.OfType<ContrastStageOptions>(), stage =>
        {
            var optimiser = stage.OptimiserOf(experiment);
            // §7.3.1: "batches of size 256. The initial learning rate is set to 0.3 and decayed using a cosine schedule."
            Assert.Equal((256, 0.3, RateSchedule.Cosine, epochs), (optimiser.Batch, optimiser.LearningRate, optimiser.Schedule, optimiser.Epochs));
            Assert.Equal((OptimiserKind.Sgd, 1e-4), (optimiser.Kind, optimiser.WeightDecay)); // MoCo v2's
            Assert.Equal(0.2, stage.Temperature); // §7.3.1
            Assert.Equal(128, stage.Outputs); // MoCo's
            // §7.4.1: 160 × 160 and 96 × 96 pixels; 20 to 100 % and 5 to 14 % of the area.
            var views = stage.ViewsOf(experiment.Model.InputSize);
            Assert.Equal((160, 96, 0.2f), (views.Large, views.SmallSize, views.Crops.LeastArea));
            Assert.Equal(8, stage.GroupsOf(optimiser.Batch)); // as on eight devices
            Assert.Equal(0, stage.Flip); // the pose's
        });
        Assert.Equal((0.05f, 0.14f), (ViewCrops.LeastSmallArea, ViewCrops.LargestSmallArea));
    }

    [Fact]
    public void Table_7_4_adds_one_thing_at_a_time()
    {
        var rows = Read("moco-pretraining").Stages.OfType<ContrastStageOptions>()
            .Select(stage =>
            (stage.SmallCrops > 0, stage.Constrained, stage.Momentum < 0.999, stage.Policy == ViewPolicy.Either, stage.Neighbours > 0)).ToArray();
        Assert.Equal(
            [(false, false, false, false, false), (true, false, false, false, false), (true, true, false, false, false), (true, true, true, false, false),
                (true, true, true, true, false), (true, true, true, true, true)],
            rows);
        var last = Read("moco-pretraining").Stages.OfType<ContrastStageOptions>().Last();
        // §7.4.1: from 0.999 to 0.995; §7.4.3: k = 20, λ = 0.4.
        Assert.Equal((0.995, 20, 0.4), (last.Momentum, last.Neighbours, last.NeighbourWeight));
        Assert.Equal(["S random", .. rows.Select((_, i) => "S " + NameOf(i))], Read("moco-segmentation").Stages.Select(stage => stage.Name));

        static string NameOf(int row) => Read("moco-pretraining").Stages[row].Name;
    }

    [Fact]
    public void Table_7_8_varies_number_and_weight_of_neighbours()
    {
        var stages = Read("moco-table8").Stages.OfType<ContrastStageOptions>().ToArray();
        Assert.Equal([1, 5, 10, 20, 50], stages.Where(stage => stage.NeighbourWeight == 0.4).Select(stage => stage.Neighbours));
        Assert.Equal([0.1, 0.2, 0.8], stages.Where(stage => stage.NeighbourWeight != 0.4).Select(stage => stage.NeighbourWeight));
        Assert.All(stages, stage => Assert.Equal(ViewPolicy.Standard, stage.Policy));
    }

    [Fact]
    public void Table_7_10_has_one_task_and_two_from_nothing_and_from_contrast()
    {
        var stages = Read("moco-table10").Stages.Cast<MultiTaskStageOptions>().ToArray();
        Assert.Equal(6, stages.Length);
        Assert.Equal(3, stages.Count(stage => stage.InitStage is not null));
        Assert.All(stages.Where(stage => stage.Tasks.Count == 2), stage => Assert.Equal([FaceTask.Segmentation, FaceTask.Depth], stage.Tasks));
    }

    [Theory]
    [InlineData("moco-data", "moco-wide-data", "lab-data", "moco-sets")]
    [InlineData("moco-data", "moco-wide-data", "lab-data", "moco-sets-wide")]
    [InlineData("moco-data", "moco-wide-data", "lab-data", "moco-clips")]
    [InlineData("reduced/pretext-data", "reduced/moco-wide-data", "reduced/lab-data", "reduced/moco-clips")]
    [InlineData("reduced/moco-data", "reduced/moco-wide-data", "reduced/lab-data", "reduced/moco-sets")]
    [InlineData("reduced/moco-data", "reduced/moco-wide-data", "reduced/lab-data", "reduced/moco-sets-wide")]
    [InlineData("reduced/moco-data", "reduced/moco-wide-data", "reduced/lab-data", "reduced/moco-pretraining")]
    public void Sets_are_those_that_the_data_files_make(string heads, string wide, string lab, string experiment)
    {
        var plans = new[] { heads, wide, lab }.Select(file => DatasetPlanFile.Read(PathOf(file))).ToArray();
        var made = plans.SelectMany(plan => plan.Parts).Select(part => part.Name + ".htpack").ToHashSet();
        var read = Read(experiment);
        Assert.All(plans, plan => Assert.Equal(read.Model.InputSize, plan.Crop.Size));
        var sets = read.Stages.Select(stage => StageData.Of(stage, read.Data)).SelectMany(data => data.Train.Concat(data.Tests.Values));
        Assert.All(sets.Select(set => set.Replace("{size}", $"{read.Model.InputSize}", StringComparison.Ordinal)), set => Assert.Contains(set, made));
    }

    [Fact]
    public void The_sets_of_tables_7_1_to_7_3_differ_in_one_thing_each()
    {
        var tight = Part("moco-data", "moco-tight-224");
        // §7.3.3: "Pareto distribution with power value α = 6"
        Assert.Equal(tight with { Name = "moco-tail-224", Tail = 6 }, Part("moco-data", "moco-tail-224"));
        Assert.Equal(tight with { Name = "moco-dim-224", Dim = true }, Part("moco-data", "moco-dim-224"));
        Assert.Equal(tight with { Name = "moco-wide-224" }, Part("moco-wide-data", "moco-wide-224"));
        Assert.Equal(2 * DatasetPlanFile.Read(PathOf("moco-data")).Crop.Scale, DatasetPlanFile.Read(PathOf("moco-wide-data")).Crop.Scale);

        static RenderedPlan Part(string file, string name) => DatasetPlanFile.Read(PathOf(file)).Parts.OfType<RenderedPlan>().Single(part => part.Name == name);
    }

    private static string PathOf(string file) => Path.Combine(SharedData.RepositoryRoot, "training", "experiments", file + ".json");

    private static Experiment Read(string file) => ExperimentFile.Read(PathOf(file));
}
