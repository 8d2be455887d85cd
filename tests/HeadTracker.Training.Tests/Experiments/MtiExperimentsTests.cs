using HeadTracker.Tests;
using HeadTracker.Training.Balancing;
using HeadTracker.Training.Datasets;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;

namespace HeadTracker.Training.Tests.Experiments;

/// <summary>The experiment files of the thesis of Vandenhende (2022), ch. 5, typed from its tables.</summary>
public sealed class MtiExperimentsTests
{
    private static readonly FaceTask[] Main = [FaceTask.Segmentation, FaceTask.Depth];

    [Theory]
    [InlineData("lab-table5-1")]
    [InlineData("reduced/lab-table5-1")]
    public void Table_5_1a_has_MTL_PAD_Net_and_MTI_Net_with_and_without_propagation_and_auxiliary_tasks(string file)
    {
        var stages = Read(file).Stages.Cast<MultiTaskStageOptions>().ToArray();
        Assert.All(stages, stage => Assert.True(stage.IsHighResolution));
        Assert.Equal(2, stages.Count(stage => stage is { Decoder: PlainDecoderOptions, Main.Count: 1 }));
        var rows = stages.Skip(2).ToArray();
        Assert.Equal(10, rows.Length);
        Assert.All(rows, stage => Assert.Equal(Main, stage.Tasks));
        Assert.All(rows, stage => Assert.Equal(["Single segmentation", "Single depth"], stage.Against));
        string[] along = ["", "Normals", "Normals, Edges"];
        Assert.Single(rows, stage => stage.Decoder is PlainDecoderOptions);
        foreach (var kind in new Predicate<DecoderOptions?>[]
        {
            decoder => decoder is PadNetOptions { Weighted: true }, decoder => decoder is MtiNetOptions { Propagation: false, Scales: 4 },
            decoder => decoder is MtiNetOptions { Propagation: true, Scales: 4 },
        })
        {
            Assert.Equal(along, rows.Where(stage => kind(stage.Decoder)).Select(stage => string.Join(", ", stage.Auxiliary)));
        }

        // "We do not adopt a particular loss weighing strategy on NYUD" (5.3.1).
        Assert.All(stages, stage => Assert.Null(stage.Balance));
    }

    [Theory]
    [InlineData("lab-table5-1b")]
    [InlineData("reduced/lab-table5-1b")]
    public void Table_5_1b_has_small_and_complete_sets_with_PASCALs_weights(string file)
    {
        var stages = Read(file).Stages.Cast<MultiTaskStageOptions>().ToArray();
        Assert.Equal(5, stages.Count(stage => stage.Main.Count == 1));
        var rows = stages.Where(stage => stage.Main.Count > 1).ToArray();
        Assert.Equal([(3, 0), (5, 0), (3, 0), (3, 1), (3, 1), (3, 2), (5, 0)], rows.Select(stage => (stage.Main.Count, stage.Auxiliary.Count)));
        Assert.Equal(5, rows.Count(stage => stage.Decoder is MtiNetOptions));
        var weights = new Dictionary<string, double> { ["segmentation"] = 1, ["parts"] = 2, ["saliency"] = 5, ["edges"] = 50, ["normals"] = 10 };
        Assert.All(rows, stage => Assert.All(stage.Learnt, task =>
            Assert.Equal(weights[task.Name], ((FixedOptions)stage.Balance!).Weights.GetValueOrDefault(task.Name, 1))));
    }

    [Theory]
    [InlineData("lab-table5-2")]
    [InlineData("reduced/lab-table5-2")]
    public void Table_5_2_goes_from_one_scale_to_four(string file)
    {
        var stages = Read(file).Stages.Cast<MultiTaskStageOptions>().ToArray();
        Assert.Equal([1, 2, 3, 4], stages.Select(stage => stage.Decoder).OfType<MtiNetOptions>().Select(decoder => decoder.Scales));
    }

    [Fact]
    public void Table_5_4_compares_over_the_backbones_of_the_thesis()
    {
        var experiment = Read("lab-table5-4");
        var rows = experiment.Stages.Cast<MultiTaskStageOptions>().Where(stage => stage.Main.Count == 5).ToArray();
        // DeepLab's ResNets are left out: the thesis cites them to say that they are no fair comparison.
        Assert.Equal(
            [("astmt", "ResNet50"), ("padNet", "HRNet"), ("mti", "ResNet18"), ("mti", "ResNet50"), ("mti", "HRNet")],
            rows.Select(stage => (KindOf(stage.Decoder!), stage.IsHighResolution ? "HRNet" : $"{stage.BackboneOf(experiment)}")));
        Assert.All(rows, stage => Assert.All(stage.Against, name =>
            Assert.EndsWith(stage.Name.Split(", ")[1], name, StringComparison.Ordinal)));
    }

    [Fact]
    public void Table_5_5_has_the_wide_network()
    {
        var experiment = Read("lab-table5-5");
        Assert.Equal(new HighResolutionShape { Width = 48 }.ToString(), experiment.Model.HighResolution.ToString());
        // The other tables' two single networks have 8.0 M parameters together (table 5.6a), which is HRNet-W18-small-v2 and not W18.
        Assert.All(new[] { "1", "1b", "2", "3", "4" }, table =>
            Assert.Equal("HRNet of width 18, modules 1, 3, 2 of 2 blocks, stem 64", $"{Read($"lab-table5-{table}").Model.HighResolution}"));
    }

    [Fact]
    public void The_other_decoders_and_heads_are_there_too()
    {
        Assert.Equal(
            ["heads", "padNet", "padNet", "papNet", "jtrl", "astmt", "mti"],
            Read("lab-decoders").Stages.Cast<MultiTaskStageOptions>().Where(stage => stage.Main.Count == 2).Select(stage => KindOf(stage.Decoder!)));
        Assert.Equal(
            [null, MapHeadKind.Aspp, MapHeadKind.Psp, MapHeadKind.Linear],
            Read("lab-heads").Stages.Cast<MultiTaskStageOptions>().Select(stage => stage.Head?.Kind));
        Assert.Equal([12, 24, 36], Read("lab-heads").Stages.Cast<MultiTaskStageOptions>().Single(stage => stage.Head?.Kind == MapHeadKind.Aspp).Head!.Rates);
    }

    [Theory]
    [InlineData("lab-data", "lab-table5-1")]
    [InlineData("reduced/lab-data", "reduced/lab-table5-1")]
    [InlineData("reduced/lab-data", "reduced/lab-table5-1b")]
    [InlineData("reduced/lab-data", "reduced/lab-table5-5")]
    [InlineData("reduced/lab-data", "reduced/lab-decoders")]
    public void Sets_are_those_that_the_data_file_makes_with_maps(string data, string experiment)
    {
        var plan = DatasetPlanFile.Read(PathOf(data));
        var read = Read(experiment);
        Assert.Equal(plan.Crop.Size, read.Model.InputSize);
        Assert.All(read.Data.Train.Concat(read.Data.Test.Values), set => Assert.True(plan.Parts.Single(part => part.Name + ".htpack" == set).Maps, set));
    }

    private static string KindOf(DecoderOptions decoder) => decoder switch
    {
        SingleTaskingOptions => "astmt",
        PlainDecoderOptions => "heads",
        PadNetOptions => "padNet",
        PapNetOptions => "papNet",
        RecursiveDecoderOptions => "jtrl",
        MtiNetOptions => "mti",
        _ => "",
    };

    private static string PathOf(string file) => Path.Combine(SharedData.RepositoryRoot, "training", "experiments", file + ".json");

    private static Experiment Read(string file) => ExperimentFile.Read(PathOf(file));
}
