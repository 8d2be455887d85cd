using HeadTracker.Tests;
using HeadTracker.Training.Commands;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Tests.Data;

namespace HeadTracker.Training.Tests.Commands;

/// <summary><c>train reproduce --dry-run</c>: tells everything that is missing at once, and does nothing.</summary>
public sealed class DryRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> ExperimentFiles
    {
        get
        {
            var folder = Path.Combine(SharedData.RepositoryRoot, "training", "experiments");
            // Results lie beside experiments, and so do the files of 'train dataset'.
            return [.. Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order()
                .Where(file => !file.Contains("results", StringComparison.Ordinal) && !file.EndsWith("-data.json", StringComparison.Ordinal))];
        }
    }

    [Fact]
    public void Two_missing_sets_are_both_named_beside_the_one_that_is_there()
    {
        var file = Experiment("""{ "kind": "base", "name": "Base", "init": "none.safetensors" }""");
        PackTiny("train-32", 16);
        var before = Files();

        var (code, output, error) = Reproduce(file, "--dry-run", "--images-per-second", "100");
        Assert.Equal((1, ""), (code, error));
        Assert.Contains("Missing or unfit (3):", output, StringComparison.Ordinal);
        foreach (var name in new[] { "near-32.htpack", "far-32.htpack", "none.safetensors" })
        {
            Assert.Single(output.Split('\n'), line => line.Contains($"{name} does not exist", StringComparison.Ordinal));
        }

        // 16 samples make 2 batches of 8, for 2 epochs: 4 steps. The network has 14199 parameters (3021 of the encoder), of 16 bytes each.
        // What the tests take cannot be known, nor can the time.
        Assert.Equal(["Base", "base", "train-32.htpack", "near, far", "16", "2", "4", "8", "–", "227.2 kB", "–"], CellsOf(output, "Base"));
        Assert.Equal(["train-32.htpack", "16"], CellsOf(output, "train-32.htpack"));
        Assert.Equal(["far-32.htpack", "–"], CellsOf(output, "far-32.htpack"));
        Assert.Contains("unknown where sets are missing. It assumes that every network learns from 100 images a second", output, StringComparison.Ordinal);
        Assert.Equal(before, Files());
    }

    [Fact]
    public void A_run_names_them_all_too_before_it_starts()
    {
        var file = Experiment("""{ "kind": "base", "name": "Base" }""");
        PackTiny("train-32", 16);
        var (code, _, error) = Reproduce(file);
        Assert.Equal(1, code);
        // One message, whatever it names.
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("near-32.htpack does not exist", error, StringComparison.Ordinal);
        Assert.Contains("far-32.htpack does not exist", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Root, "runs")));
    }

    [Fact]
    public void With_all_there_it_ends_well_and_says_how_long_it_may_take()
    {
        var file = Experiment("""{ "kind": "base", "name": "Base" }""");
        PackTiny("train-32", 16);
        PackTiny("near-32", 12);
        PackTiny("far-32", 12);
        var before = Files();

        var (code, output, _) = Reproduce(file, "--dry-run", "--images-per-second", "10");
        Assert.Equal(0, code);
        Assert.Contains("Nothing is missing.", output, StringComparison.Ordinal);
        // 32 images learnt from and 24 looked at, three of which cost as much as one: 40 images at 10 a second. Images of 48 pixels: 3·48² bytes each.
        Assert.Equal(["276.5 kB", "227.2 kB", "4.0 s"], CellsOf(output, "Base")[^3..]);
        Assert.Contains("Time: 4.0 s in all.", output, StringComparison.Ordinal);
        Assert.Equal("–", CellsOf(Reproduce(file, "--dry-run").Output, "Base")[^1]);
        Assert.Equal(before, Files());
    }

    [Fact]
    public void Sets_that_do_not_fit_are_named_like_missing_ones()
    {
        var file = Experiment("""{ "kind": "base", "name": "Base", "subjects": 3 }""");
        PackTiny("train-32", 16);
        PackTiny("near-32", 12, inputSize: 40);
        File.WriteAllText(_folder.PathOf("far-32.htpack"), "no pack");
        var (code, output, _) = Reproduce(file, "--dry-run");
        Assert.Equal(1, code);
        Assert.Contains("Missing or unfit (3):", output, StringComparison.Ordinal);
        Assert.Contains("knows 0 people where the experiment asks for 3", output, StringComparison.Ordinal);
        Assert.Contains("holds crops of 40 pixels", output, StringComparison.Ordinal);
        Assert.Contains("is cut off after 7 bytes", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Pretraining_on_the_training_sets_needs_them()
    {
        var file = Experiment("""{ "kind": "pretext", "name": "Rotation", "point": 3 }""");
        PackTiny("near-32", 12);
        PackTiny("far-32", 12);
        Assert.Contains("train-32.htpack does not exist", Reproduce(file, "--dry-run").Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ExperimentFiles))]
    public void Of_every_experiment_file_all_that_is_missing_is_named(string name)
    {
        var file = Path.Combine(SharedData.RepositoryRoot, "training", "experiments", name);
        var (code, output, error) = Reproduce(file, "--dry-run", "--images-per-second", "100");
        Assert.Equal((1, ""), (code, error));
        var experiment = ExperimentFile.Read(file);
        if (experiment.Stages.Count == 0) Assert.Contains("The experiment has no stage", output, StringComparison.Ordinal);
        if (experiment.Stages.Count > 0 && experiment.Data == new DataOptions()) Assert.Contains("names no test set", output, StringComparison.Ordinal);

        var learnt = experiment.Stages.OfType<TrainingStageOptions>().ToArray();
        var isScored = experiment.Stages.Any(stage => stage is not PretrainingStageOptions);
        var isPretraining = learnt.Any(stage => stage is PretrainingStageOptions);
        var learnsLabels = learnt.Any(stage => stage is not PretrainingStageOptions);
        var (train, unlabelled) = (experiment.Data.Train, experiment.Data.Unlabelled);
        var sets = (isScored ? experiment.Data.Test.Values : []).Concat(isPretraining ? unlabelled : [])
            .Concat(learnsLabels || (isPretraining && unlabelled.Count == 0) ? train : []);
        var needed = sets.Concat(learnt.Select(stage => stage.InitFile(experiment)).OfType<string>())
            .Select(set => $"{RunPaths.AtSize(set, experiment.Model.InputSize)} does not exist")
            .Concat(learnt.Select(stage => stage.InitStage).OfType<string>().Where(StageReference.IsOfAnotherExperiment)
                .Select(init => $"holds no checkpoint of '{init}'"));
        Assert.All(needed, text => Assert.Contains(text, output, StringComparison.Ordinal));
        Assert.All(experiment.Stages, stage => Assert.NotEmpty(CellsOf(output, stage.Name)));
        Assert.Empty(Files());
    }

    private string Experiment(string stages) => _folder.Write("tiny.json", $$"""
        {
          "data": { "train": ["train-{size}.htpack"], "test": { "near": "near-{size}.htpack", "far": "far-{size}.htpack" } },
          "model": { "inputSize": 32, "width": 1, "backbone": "ResNet18" },
          "optimiser": { "batch": 8, "epochs": 2 },
          "stages": [ {{stages}} ]
        }
        """);

    private void PackTiny(string name, int count, int inputSize = 32)
    {
        using var faces = Tiny.Faces(count, inputSize);
        Tiny.Pack(faces, _folder.Root, name);
    }

    private string[] Files() => [.. Directory.GetFileSystemEntries(_folder.Root, "*", SearchOption.AllDirectories).Order()];

    /// <summary>The cells of the one row that starts with a name, in the plain table of a redirected output.</summary>
    private static string[] CellsOf(string output, string name) =>
        output.Split('\n').First(line => line.StartsWith(name + "  ", StringComparison.Ordinal)).Split("  ", StringSplitOptions.RemoveEmptyEntries
            | StringSplitOptions.TrimEntries);

    private (int Code, string Output, string Error) Reproduce(string file, params string[] options)
    {
        var (output, error) = (Console.Out, Console.Error);
        using var outputs = new StringWriter();
        using var errors = new StringWriter();
        try
        {
            Console.SetOut(outputs);
            Console.SetError(errors);
            var code = TrainCommandLine.Run(
                ["reproduce", file, "--data", _folder.Root, "--runs", Path.Combine(_folder.Root, "runs"), "--results", Path.Combine(_folder.Root, "results"),
                    .. options]);
            return (code, outputs.ToString(), errors.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
