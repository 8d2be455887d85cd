using HeadTracker.Training.Experiments;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Stages;

public sealed class Int8StageTests : IDisposable
{
    private readonly TinyRuns _runs = new();

    public Int8StageTests()
    {
        using var train = Tiny.Faces(24);
        using var test = Tiny.Faces(6, seed: 2);
        Tiny.Pack(train, _runs.Folder, "train");
        Tiny.Pack(test, _runs.Folder, "test");
    }

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void Bases_and_students_learn_for_int8_and_resume_to_the_bit()
    {
        const string Stages = """
            { "kind": "base", "name": "Base", "int8": true },
            { "kind": "distill", "name": "KD", "teacher": "Base", "int8": true }
            """;
        _runs.Run(Read(Stages, 2), "whole");
        _runs.Run(Read(Stages.Replace(", \"int8\": true", "", StringComparison.Ordinal), 2), "float");
        _runs.Run(Read(Stages, 1), "parts", "Base");
        _runs.Run(Read(Stages, 2), "parts");
        foreach (var stage in new[] { "Base", "KD" })
        {
            using var scope = NewDisposeScope();
            var (whole, plain, parts) = (_runs.Tensors(stage, "whole"), _runs.Tensors(stage, "float"), _runs.Tensors(stage, "parts"));
            Assert.Equal(plain.Keys, whole.Keys);
            Assert.All(whole, entry => Assert.True(entry.Value.eq(parts[entry.Key]).all().item<bool>(), entry.Key));
            Assert.False(whole["model.backbone.conv1.weight"].eq(plain["model.backbone.conv1.weight"]).all().item<bool>(), $"{stage} learnt nothing else");
        }
    }

    [Fact]
    public void It_is_part_of_what_a_run_resumes_from_and_unseen_where_it_is_not_asked_for()
    {
        const string Plain = """{ "kind": "base", "name": "Base" }""";
        Assert.DoesNotContain("int8", ExperimentFile.ToJson(Read(Plain, 1)), StringComparison.Ordinal);
        _runs.Run(Read(Plain, 1));
        Assert.Contains("put that back", Assert.Throws<UserErrorException>(() =>
            _runs.Run(Read("""{ "kind": "base", "name": "Base", "int8": true }""", 2))).Message, StringComparison.Ordinal);
        Assert.Contains("int8", Assert.Throws<UserErrorException>(() => Read("""{ "kind": "hmtl", "name": "H", "int8": true }""", 1)).Message,
            StringComparison.Ordinal);
    }

    private Experiment Read(string stages, int epochs) => _runs.Read($$"""
        {
          "data": { "train": ["train.htpack"], "test": { "tiny": "test.htpack" } },
          "model": { "inputSize": 32, "width": 4, "backbone": "ResNet18" },
          "ensemble": { "p": 2, "s": 2 },
          "optimiser": { "batch": 8, "epochs": {{epochs}}, "learningRate": 1e-3 },
          "stages": [ {{stages}} ]
        }
        """);
}
