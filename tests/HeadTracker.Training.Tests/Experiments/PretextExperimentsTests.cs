using HeadTracker.Tests;
using HeadTracker.Training.Datasets;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Pretext;
using HeadTracker.Training.Stages;

namespace HeadTracker.Training.Tests.Experiments;

/// <summary>The experiment files of multi-task self-supervision against Doersch and Zisserman (2017), typed from its tables.</summary>
public sealed class PretextExperimentsTests
{
    private const MixedPretext RP = MixedPretext.Position, Col = MixedPretext.Colour, Ex = MixedPretext.Exemplar, MS = MixedPretext.Motion;

    [Theory]
    [InlineData("", Backbone.ResNet101, new[] { 3, 4, 23, 3 })] // "ResNet 101, using only three of the four ResNet blocks"; i ∈ [1, 23]
    [InlineData("reduced/", Backbone.ResNet18, new[] { 2, 2, 8, 1 })]
    public void Tables_have_their_rows_on_the_papers_trunk(string folder, Backbone backbone, int[] blocks)
    {
        var (table2, table3, table4) = (Read(folder + "pretext-table2"), Read(folder + "pretext-table3"), Read(folder + "pretext-table4"));
        MixedPretext[][] rows = [[RP], [RP, Col], [RP, Ex], [RP, MS], [RP, Col, Ex], [RP, Col, Ex, MS]];
        Assert.Equal(rows, Mixes(table2).Select(mix => mix.Tasks));
        Assert.All(Mixes(table2), mix => Assert.False(mix.Harmonise));
        Assert.Equal(rows[..2], Mixes(table3).Select(mix => mix.Tasks));
        Assert.All(Mixes(table3), mix => Assert.True(mix.Harmonise));
        var lasso = Assert.Single(Mixes(table4));
        Assert.Equal(rows[^1], lasso.Tasks);
        Assert.True(lasso.Lasso > 0);
        foreach (var experiment in (Experiment[])[table2, table3, table4])
        {
            Assert.Equal(backbone, experiment.Model.Backbone);
            Assert.Equal(blocks, StageNetworks.ShapeOf(Mixes(experiment)[0], experiment).Blocks);
            Assert.All(Mixes(experiment), mix => Assert.Equal(3, mix.Point));
            // No table's evaluation sees what its trunk has not learnt.
            Assert.All(Probes(experiment), probe => Assert.Equal((3, 5), (probe.Point, probe.Recall)));
            Assert.All(Mixes(experiment), mix => Assert.Contains(Probes(experiment), probe => probe.Init == mix.Name));
        }

        // Table 4: no lasso, eval only, pre-train only, both.
        Assert.Equal(
            [(false, false), (true, false), (false, true), (true, true)],
            Probes(table4).Select(probe => (probe.Lasso is not null, probe.Init == lasso.Name)));
        Assert.All(Probes(table3), probe => Assert.True(probe.Harmonise));
    }

    [Theory]
    [InlineData("")]
    [InlineData("reduced/")]
    public void Sets_are_those_that_the_data_file_makes_and_other_tables_stages_are_there(string folder)
    {
        var plan = DatasetPlanFile.Read(PathOf(folder + "pretext-data"));
        foreach (var table in (string[])["pretext-table2", "pretext-table3", "pretext-table4"])
        {
            var read = Read(folder + table);
            Assert.Equal(plan.Crop.Size, read.Model.InputSize);
            foreach (var set in read.Data.Pretraining.Concat(read.Data.Train).Concat(read.Data.Test.Values).Concat(read.Data.Clips!))
                Assert.Contains(plan.Parts, part => part.Name + ".htpack" == set);
            Assert.All(read.Data.Clips!, set => Assert.True(plan.Parts.OfType<RenderedPlan>().Single(part => part.Name + ".htpack" == set).Clips, set));
            foreach (var init in read.Stages.OfType<TrainingStageOptions>().Select(stage => stage.InitStage).OfType<string>())
            {
                var (of, stage) = StageReference.Resolve(init, table);
                Assert.Contains(Read(folder + of).Stages, other => other.Name == stage);
            }
        }
    }

    private static PretextMixStageOptions[] Mixes(Experiment experiment) => [.. experiment.Stages.OfType<PretextMixStageOptions>()];

    private static ProbeStageOptions[] Probes(Experiment experiment) => [.. experiment.Stages.OfType<ProbeStageOptions>()];

    private static string PathOf(string file) => Path.Combine(SharedData.RepositoryRoot, "training", "experiments", file + ".json");

    private static Experiment Read(string file) => ExperimentFile.Read(PathOf(file));
}
