using HeadTracker.Tests;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;

namespace HeadTracker.Training.Tests.Experiments;

public sealed class ExperimentFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("experiments").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Keys_left_out_have_the_papers_values()
    {
        var experiment = ExperimentFile.Read(Write("a.json", """{ "stages": [ { "kind": "base", "name": "Base ResNet50" } ] }"""));
        Assert.Equal((128, 100, 1e-4), (experiment.Optimiser.Batch, experiment.Optimiser.Epochs, experiment.Optimiser.LearningRate));
        Assert.Equal([1, 2, 3, 4], experiment.Model.BinSizes);
        Assert.Equal(Backbone.ResNet50, Assert.IsType<BaseStageOptions>(Assert.Single(experiment.Stages)).BackboneOf(experiment));
    }

    [Fact]
    public void A_file_states_what_differs_from_those_it_extends()
    {
        Write("common.json", """{ "seed": 3, "data": { "train": ["a"], "limit": 9 }, "optimiser": { "batch": 64, "epochs": 7 } }""");
        Write("small.json", """{ "optimiser": { "epochs": 1 }, "data": { "limit": null } }""");
        var experiment = ExperimentFile.Read(Write("own.json", """{ "extends": ["common.json", "small.json"], "data": { "train": ["b"] } }"""));
        Assert.Equal((3L, 64, 1, null), (experiment.Seed, experiment.Optimiser.Batch, experiment.Optimiser.Epochs, experiment.Data.Limit));
        Assert.Equal(["b"], experiment.Data.Train);
    }

    [Fact]
    public void Null_takes_a_parents_key_away()
    {
        Write("parent.json", """
            { "data": { "train": ["a"], "test": { "far": "far.htpack", "near": "near.htpack" } }, "model": { "pretrained": "w.safetensors" } }
            """);
        var experiment = ExperimentFile.Read(
            Write("own.json", """{ "extends": "parent.json", "data": { "test": { "far": null, "else": "e.htpack" } }, "model": { "pretrained": null } }"""));
        Assert.Equal(["near", "else"], experiment.Data.Test.Keys);
        Assert.Null(experiment.Model.Pretrained);
        Assert.Empty(ExperimentFile.Read(Write("alone.json", """{ "data": { "test": { "far": null } } }""")).Data.Test);
    }

    [Theory]
    [InlineData("""{ "optimiser": { "schedule": "Step" } }""", "optimiser.milestones names no epoch")]
    [InlineData("""{ "optimiser": { "warmupEpochs": -1 } }""", "optimiser.warmupEpochs is -1")]
    [InlineData("""{ "optimizer": {} }""", "unknown key 'optimizer'; an experiment has title, seed, data")]
    [InlineData("""{ "optimiser": { "bach": 3 } }""", "unknown key 'optimiser.bach'; 'optimiser' has kind, batch, epochs")]
    [InlineData("""{ "stages": [ { "kind": "distill", "name": "x", "teacher": "y", "tempreature": 2 } ] }""", "unknown key 'stages[0].tempreature'")]
    [InlineData("""{ "stages": [ { "kind": "base", "name": "b" }, { "kind": "distill", "name": "x", "teacher": "b", "boxesPerStep": 50 } ] }""",
        "draws 50 boxes per step; the ensemble has 1 to 49")]
    [InlineData("""{ "stages": [ { "kind": "cook", "name": "x" } ] }""", "'stages[0].kind' is \"cook\"; it takes base, hmtl, ")]
    [InlineData("""{ "stages": [ { "name": "x" } ] }""", "'stages[0].kind' is missing; it takes base, hmtl, ")]
    [InlineData("""{ "stages": [ { "kind": "base", "name": "x", "backbone": "ResNet17" } ] }""",
        "'stages[0].backbone' is \"ResNet17\"; it takes ResNet18, ResNet34")]
    [InlineData("""{ "stages": [ { "kind": "base", "name": "x", "balance": { "kind": "luck" } } ] }""",
        "'stages[0].balance.kind' is \"luck\"; it takes fixed, uncertainty, gradNorm, dwa, dtp, mgda, gls, signDropout, taskSampling, h1, h2, h3, "
        + "h4, instance, source")]
    [InlineData("""{ "stages": [ { "kind": "base", "name": "x", "balance": { "kind": "fixed", "weights": { "bins5": 1 } } } ] }""",
        "Stage 'x': balance.weights names 'bins5'; the tasks are bins1, bins2, bins3, bins4, regression.")]
    [InlineData("""{ "stages": [ { "kind": "base", "name": "x", "balance": { "kind": "h3", "importance": { "bins1": 0 } } } ] }""",
        "balance.importance.bins1 is 0; give a positive number")]
    [InlineData("""{ "stages": [ { "kind": "base", "name": "x", "balance": { "kind": "gradNorm", "learningRate": 1 } } ] }""", "balance.learningRate is 1")]
    [InlineData("""{ "stages": [ { "kind": "base", "name": "x", "balance": { "kind": "dwa", "temperature": 0 } } ] }""", "balance.temperature is 0")]
    [InlineData("""{ "stages": [ { "kind": "base", "name": "x", "balance": { "kind": "taskSampling", "counts": { "bins1": -1 } } } ] }""",
        "balance.counts.bins1 is -1; give a positive number")]
    [InlineData("""{ "stages": [ { "kind": "base", "name": "x", "balance": { "kind": "taskSampling", "temperature": -1 } } ] }""",
        "balance.temperature is -1")]
    [InlineData("""{ "stages": [ { "kind": "base", "name": "x", "balance": { "kind": "instance", "momentum": 1 } } ] }""", "balance.momentum is 1")]
    [InlineData("""{ "stages": [ { "kind": "base", "name": "x", "balance": { "kind": "mgda", "scale": "Luck" } } ] }""", "it takes None, Length, Loss")]
    [InlineData("""{ "stages": [ { "kind": "base", "name": "x", "corrupt": { "pose": 1 } } ] }""", "corrupts a share of 1 of the poses")]
    [InlineData("""{ "stages": [ { "kind": "base", "name": "x", "corrupt": { "depth": 0.4 } } ] }""", "'stages[0].corrupt' has pose")]
    [InlineData("""{ "model": { "binSizes": [1], "regression": false }, "stages": [ { "kind": "base", "name": "x", "balance": { "kind": "gls" } } ] }""",
        "one head and nothing to balance")]
    [InlineData("""{ "stages": [ { "kind": "hmtl", "name": "x", "balance": { "kind": "gls" } } ] }""", "one loss and nothing to balance")]
    [InlineData("""{ "stages": [ { "kind": "hmtl", "name": "x", "pretext": "Puzzling", "balance": { "kind": "instance" } } ] }""",
        "which 'instance', 'source' and 'dtp' cannot balance")]
    [InlineData("""{ "stages": [ { "kind": "pretext", "name": "x", "balance": { "kind": "gls" } } ] }""", "unknown key 'stages[0].balance'")]
    [InlineData("""{ "optimiser": { "schedule": 1 } }""", "'optimiser.schedule' is 1; it takes Constant, Cosine")]
    [InlineData("""{ "seed": "one" }""", "the value at $.seed")]
    [InlineData("""{ "seed": 1""", "is not JSON")]
    [InlineData("""{ "augmentation": { "flip": 2 } }""", "augmentation.flip is 2")]
    [InlineData("""{ "stages": [ { "kind": "ensemble", "name": "x", "of": "nobody" } ] }""", "'x' uses 'nobody', which no earlier stage trains")]
    [InlineData("""{ "stages": [ { "kind": "base", "name": "x" }, { "kind": "base", "name": "x" } ] }""", "two stages are named 'x'")]
    [InlineData("""{ "extends": "a.json" }""", "leads back to this file")]
    [InlineData("""{ "extends": "\u0000" }""", "'extends' takes a file name or a list of them")]
    [InlineData("""{ "extends": [null] }""", "'extends' takes a file name or a list of them")]
    [InlineData("""{ "title": "\ud800" }""", "holds half a character")]
    [InlineData("""{ "\ud800": 1 }""", "holds half a character")]
    [InlineData("""{ "extends": ["\udc00"] }""", "holds half a character")]
    [InlineData("""{ "seed": 1, "seed": 2 }""", "says a key twice")]
    [InlineData("""{ "stages": [ null ] }""", "the value at $.stages[0] is not what the key takes")]
    [InlineData("""{ "stages": [ { "kind": "base", "name": ".." } ] }""", "a name that can name a folder, of 1 to 100 letters")]
    [InlineData("""{ "stages": [ { "kind": "base", "name": "a/b" } ] }""", "one has 'a/b'")]
    [InlineData("""{ "stages": [ { "kind": "base", "name": "a\\b" } ] }""", "one has 'a\\b'")]
    [InlineData("""{ "stages": [ { "kind": "base", "name": "." } ] }""", "one has '.'")]
    [InlineData("""{ "data": { "test": { "../x": "a.htpack" } } }""", "one is '../x'")]
    [InlineData("""{ "stages": [ { "kind": "base", "name": "b", "init": "../x" } ] }""", "name an experiment and its stage as EXPERIMENT/STAGE")]
    [InlineData("""{ "stages": [ { "kind": "base", "name": "b", "init": "x/../../y" } ] }""", "name an experiment and its stage as EXPERIMENT/STAGE")]
    [InlineData("""{ "stages": [ { "kind": "base", "name": "b", "width": 0 } ] }""", "'b' has the width 0; give 1 to 512")]
    [InlineData("""{ "stages": [ { "kind": "base", "name": "b" }, { "kind": "base", "name": "c", "width": 32, "init": "b" } ] }""",
        "'c' has the width 32 and cannot start from 'b', which is wider")]
    [InlineData("""{ "model": { "width": 1000000000 } }""", "model.width is 1000000000; give 1 to 512")]
    [InlineData("""{ "data": { "limit": -1 } }""", "data.limit is -1; give at least 1")]
    [InlineData("""{ "model": { "binSizes": [0] } }""", "model.binSizes has 0")]
    [InlineData("""{ "stages": [ { "kind": "base", "name": "b" }, { "kind": "heatMap", "name": "h", "of": "b", "maxPadding": 2000000000 } ] }""",
        "padding of at most 112")]
    [InlineData("""{ "extends": "missing.json" }""", "missing.json does not exist")]
    [InlineData("""{ "stages": [ { "kind": "chart", "name": "c", "series": { "a": null } } ] }""", "'c'")]
    public void What_no_experiment_says_is_refused_in_a_sentence(string json, string expected)
    {
        var error = Assert.Throws<UserErrorException>(() => ExperimentFile.Read(Write("a.json", json)));
        Assert.Contains(expected, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_device_that_never_ends_is_no_experiment()
    {
        if (!OperatingSystem.IsLinux()) return;
        var error = Assert.Throws<UserErrorException>(() => ExperimentFile.Read(Write("a.json", """{ "extends": "/dev/zero" }""")));
        Assert.Contains("/dev/zero is too large for an experiment", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Each file names the one before twice: read as often as it is named, the first one would be read 2^30 times.</summary>
    [Fact]
    public void Files_that_are_named_again_and_again_are_read_once()
    {
        Write("0.json", """{ "seed": 5 }""");
        for (var i = 1; i <= 30; i++) Write($"{i}.json", $$"""{ "extends": ["{{i - 1}}.json", "{{i - 1}}.json"] }""");
        Assert.Equal(5, ExperimentFile.Read(Path.Combine(_folder, "30.json")).Seed);

        for (var i = 31; i <= 40; i++) Write($"{i}.json", $$"""{ "extends": "{{i - 1}}.json" }""");
        var error = Assert.Throws<UserErrorException>(() => ExperimentFile.Read(Path.Combine(_folder, "40.json")));
        Assert.Contains("more than 32 files extend each other", error.Message);
    }

    [Fact]
    public void Every_experiment_in_the_repository_can_be_read()
    {
        var folder = Path.Combine(SharedData.RepositoryRoot, "training", "experiments");
        // Results lie beside experiments, and so do the files of 'train dataset', which have a test of their own.
        var files = Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories)
            .Where(file => !file.Contains("results", StringComparison.Ordinal) && !file.EndsWith("-data.json", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(files);
        Assert.All(files, file => ExperimentFile.Read(file));
    }

    [Fact]
    public void What_is_kept_with_a_run_reads_back_as_the_same_experiment()
    {
        var experiment = ExperimentFile.Read(Path.Combine(SharedData.RepositoryRoot, "training", "experiments", "protocol1.json"));
        Assert.Equal(ExperimentFile.ToJson(experiment), ExperimentFile.ToJson(ExperimentFile.Read(Write("copy.json", ExperimentFile.ToJson(experiment)))));
    }

    private string Write(string name, string json)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, json);
        return path;
    }
}
