using HeadTracker.Geometry;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Stages;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Stages;

public sealed class BalancedStageTests : IDisposable
{
    private readonly TinyRuns _runs = new();

    public BalancedStageTests()
    {
        using var first = Tiny.Faces(16);
        using var second = Tiny.Faces(10, seed: 3);
        using var test = Tiny.Faces(6, seed: 2);
        Tiny.Pack(first, _runs.Folder, "first");
        Tiny.Pack(second, _runs.Folder, "second");
        Tiny.Pack(test, _runs.Folder, "test");
    }

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void Base_and_hmtl_stages_balance_and_resume_to_the_bit()
    {
        const string Stages = """
            { "kind": "base", "name": "GradNorm", "balance": { "kind": "gradNorm" } },
            { "kind": "base", "name": "Instance", "balance": { "kind": "instance", "sourceLearningRate": 0.1 }, "corrupt": { "pose": 0.4 } },
            { "kind": "hmtl", "name": "Puzzle", "pretext": "Puzzling", "regions": 2, "balance": { "kind": "uncertainty" } },
            { "kind": "hmtl", "name": "Sign", "pretext": "Rotation", "regions": 2, "balance": { "kind": "signDropout" } },
            { "kind": "hmtl", "name": "Norm", "pretext": "Rotation", "regions": 2, "point": 3, "balance": { "kind": "gradNorm" } }
            """;
        var results = Run("whole", Stages, epochs: 3);
        Assert.Equal(["GradNorm", "Instance", "Puzzle", "Sign", "Norm"], results.Rows.Select(row => row.Row));
        Assert.All(results.Rows, row => Assert.InRange(row.Mean, 0, 99));
        Run("parts", Stages, epochs: 1);
        Run("parts", Stages, epochs: 3);
        foreach (var stage in results.Rows.Select(row => row.Row))
        {
            using var scope = NewDisposeScope();
            var (whole, parts) = (Tensors("whole", stage), Tensors("parts", stage));
            Assert.Equal(whole.Keys.Order(), parts.Keys.Order());
            Assert.All(whole, entry => Assert.True(entry.Value.eq(parts[entry.Key]).all().item<bool>(), $"{stage} {entry.Key}"));
        }

        using var last = NewDisposeScope();
        Assert.Contains("auxiliary.instanceMomentum", Tensors("whole", "Instance").Keys);
        Assert.Contains("auxiliary.balancer.logVariance", Tensors("whole", "Puzzle").Keys);
        Assert.NotEqual(0, Tensors("whole", "Puzzle")["auxiliary.balancer.logVariance"][0].item<float>());
    }

    [Fact]
    public void A_stage_without_the_key_is_kept_as_it_always_was()
    {
        Assert.DoesNotContain("balance", ExperimentFile.ToJson(Read("""{ "kind": "base", "name": "Plain" }""", 1)), StringComparison.Ordinal);
        Run("plain", """{ "kind": "base", "name": "Plain" }""", epochs: 1);
        using var scope = NewDisposeScope();
        Assert.DoesNotContain(Tensors("plain", "Plain").Keys, name => name.StartsWith("auxiliary", StringComparison.Ordinal));
    }

    [Fact]
    public void A_balancer_is_part_of_what_a_run_resumes_from()
    {
        Run("other", """{ "kind": "base", "name": "Base", "balance": { "kind": "dwa" } }""", epochs: 1);
        Assert.Contains("put that back", Assert.Throws<UserErrorException>(() =>
            Run("other", """{ "kind": "base", "name": "Base", "balance": { "kind": "dwa", "temperature": 1 } }""", epochs: 2)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>A set that stands twice counts twice in training and once among the labels.</summary>
    [Fact]
    public void Labels_are_counted_once_and_corrupt_ones_drawn_once()
    {
        var experiment = Read("""{ "kind": "base", "name": "Base" }""", 1, """["first.htpack", "second.htpack", "first.htpack"]""");
        var paths = _runs.PathsOf();
        var stage = experiment.Stages.OfType<BaseStageOptions>().Single();
        var labels = TrainingLabels.Of(stage, experiment, paths);
        Assert.Equal((26, 42), (labels.Labels.Count, labels.Rows.LabelOf.Count));
        Assert.Equal([.. Enumerable.Range(0, 26), .. Enumerable.Range(0, 16)], labels.Rows.LabelOf);
        Assert.Equal(("second.htpack", 2, "tiny"), (Path.GetFileName(labels.Labels[18].Pack), labels.Labels[18].Row, labels.Labels[18].Source));

        using var context = new StageContext(experiment, paths, CPU, new ImageMemory(long.MaxValue), default);
        var set = context.TrainOf(stage);
        var corruption = LabelCorruption.Draw(labels, 0.4, seed: 1);
        Assert.Equal(10, corruption.Labels.Count);
        Assert.True(corruption.Labels.SetEquals(LabelCorruption.Draw(labels, 0.4, seed: 1).Labels));
        Assert.False(corruption.Labels.SetEquals(LabelCorruption.Draw(labels, 0.4, seed: 2).Labels));
        using var wrong = corruption.Apply(set, labels.Rows);
        Assert.Equal(42, wrong.Count);
        for (var row = 0; row < set.Count; row++)
        {
            Assert.Equal(corruption.AnglesOf(labels.Rows.LabelOf[row], labels), wrong.Angles[row]);
            Assert.Equal(corruption.Labels.Contains(labels.Rows.LabelOf[row]), set.Angles[row] != wrong.Angles[row]);
            Assert.Equal(wrong.Angles[row], wrong.Angles[row < 16 ? row + 26 : row]);
            Assert.True(Rotations.AngleBetween(wrong.Rotations[row], wrong.Angles[row].ToRotation()) < 0.1f);
            Assert.InRange(wrong.Angles[row].Yaw, set.Angles.Min(angles => angles.Yaw), set.Angles.Max(angles => angles.Yaw));
        }
    }

    [Fact]
    public void Suspect_labels_are_listed_with_a_sheet_and_only_of_the_set_they_were_learnt_on()
    {
        const string Stage = """{ "kind": "base", "name": "ILT", "balance": { "kind": "instance" }, "corrupt": { "pose": 0.2 } }""";
        Run("suspects", Stage, epochs: 4);
        var suspects = new SuspectLabels(Read(Stage, 4), "ILT", _runs.PathsOf("suspects"));
        Assert.Equal((26, 5), (suspects.Count, suspects.Corrupt));
        var table = _runs.PathOf("suspects.csv");
        suspects.WriteTable(table, 8);
        var lines = File.ReadAllLines(table);
        Assert.Equal("row,name,source,set,yaw,pitch,roll,s_yaw,s_pitch,s_roll,corrupt", lines[0]);
        Assert.Equal(9, lines.Length);
        var sums = lines.Skip(1).Select(line => line.Split(',')[7..10].Sum(s => double.Parse(s, System.Globalization.CultureInfo.InvariantCulture))).ToArray();
        Assert.Equal(sums.OrderDescending(), sums);
        Assert.True(sums[0] > 0);
        Assert.Equal(suspects.Detection, lines.Skip(1).Take(5).Count(line => line.EndsWith(",1", StringComparison.Ordinal)) / 5.0);
        var sheet = _runs.PathOf("suspects.png");
        suspects.WriteSheet(sheet, 8);
        Assert.True(new FileInfo(sheet).Length > 10_000);

        Assert.Contains("no stage 'Base' with parameters for single labels; it has 'ILT'",
            Assert.Throws<UserErrorException>(() => new SuspectLabels(Read(Stage, 4), "Base", _runs.PathsOf("suspects"))).Message, StringComparison.Ordinal);
        // As many other labels in the set's place.
        using (var other = Tiny.Faces(10, seed: 8)) Tiny.Pack(other, _runs.Folder, "second");
        const string Refusal = "has parameters of another set's labels than the 26 of data.train";
        Assert.Contains(Refusal, Assert.Throws<UserErrorException>(() => new SuspectLabels(Read(Stage, 4), "ILT", _runs.PathsOf("suspects"))).Message,
            StringComparison.Ordinal);
        Assert.Contains(Refusal, Assert.Throws<UserErrorException>(() => Run("suspects", Stage, epochs: 5)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stage_that_is_not_there_yet_has_no_suspects()
    {
        const string Stage = """{ "kind": "base", "name": "ILT", "balance": { "kind": "instance" } }""";
        Assert.Contains("does not exist; run the stage",
            Assert.Throws<UserErrorException>(() => new SuspectLabels(Read(Stage, 1), "ILT", _runs.PathsOf("nowhere"))).Message, StringComparison.Ordinal);
        Assert.Contains("it has none: give a 'base' or 'multiTask' stage",
            Assert.Throws<UserErrorException>(() => new SuspectLabels(Read("""{ "kind": "base", "name": "B" }""", 1), "B", _runs.PathsOf("nowhere"))).Message,
            StringComparison.Ordinal);
    }

    private IReadOnlyDictionary<string, Tensor> Tensors(string runs, string stage) => _runs.Tensors(stage, runs);

    private ExperimentResults Run(string runs, string stages, int epochs) => _runs.Run(Read(stages, epochs), runs);

    private Experiment Read(string stages, int epochs, string train = """["first.htpack", "second.htpack"]""")
    {
        return _runs.Read($$"""
            {
              "data": { "train": {{train}}, "test": { "tiny": "test.htpack" } },
              "model": { "inputSize": 32, "width": 4, "backbone": "ResNet18" },
              "ensemble": { "p": 2, "s": 2 },
              "optimiser": { "batch": 8, "epochs": {{epochs}}, "learningRate": 1e-3 },
              "stages": [ {{stages}} ]
            }
            """);
    }
}
