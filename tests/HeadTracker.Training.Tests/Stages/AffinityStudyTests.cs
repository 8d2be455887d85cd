using HeadTracker.Training.Affinity;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Stages;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Stages;

public sealed class AffinityStudyTests : IDisposable
{
    private readonly TinyRuns _runs = new();
    private readonly Experiment _experiment;

    public AffinityStudyTests()
    {
        using var train = Tiny.Faces(16);
        using var test = Tiny.Faces(12, seed: 2);
        Tiny.Pack(train, _runs.Folder, "train");
        Tiny.Pack(test, _runs.Folder, "test");
        _experiment = _runs.Read("""
            {
              "data": { "train": ["train.htpack"], "test": { "tiny": "test.htpack" } },
              "model": { "inputSize": 32, "width": 4, "backbone": "ResNet18" },
              "optimiser": { "batch": 8, "epochs": 1, "learningRate": 1e-3 },
              "stages": [
                { "kind": "base", "name": "One" }, { "kind": "base", "name": "Other", "learningRate": 1e-2 },
                { "kind": "base", "name": "Deep", "backbone": "ResNet34" }, { "kind": "base", "name": "Later" }
              ]
            }
            """);
        _runs.Run(_experiment, only: ["One", "Other", "Deep"]);
    }

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void A_network_is_like_itself_and_less_like_another()
    {
        var study = new AffinityStudy(_experiment, ["One", "Other", "One"], _runs.PathsOf(), new GroupingOptions());
        Assert.Equal(("tiny", 12), study.Faces);
        Assert.Equal(4, study.Affinity.Places);
        for (var place = 0; place < 4; place++)
        {
            Assert.Equal(1, study.Affinity[place, 0, 2], 12);
            Assert.InRange(study.Affinity[place, 0, 1], -1, 0.9999);
        }

        // One encoder for three tasks, and one for each.
        Assert.Equal(1.0 / 3, study.PriceOf(new TaskTree([[0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]])), 9);
        Assert.Equal(1, study.PriceOf(new TaskTree([[0, 1, 2], [0, 1, 2], [0, 1, 2], [0, 1, 2]])), 9);
        var (table, picture) = (_runs.PathOf("a.csv"), _runs.PathOf("a.png"));
        study.WriteTable(table);
        study.WritePicture(picture);
        Assert.Equal(1 + 4 * 3, File.ReadLines(table).Count());
        Assert.Contains("1,\"One\",\"One\",1.0000", File.ReadLines(table));
        Assert.True(new FileInfo(picture).Length > 5_000);
    }

    [Theory]
    [InlineData("Nothing", "trains no stage 'Nothing'")]
    [InlineData("Later", "holds no checkpoint")]
    [InlineData("Deep", "different backbones")]
    public void Stages_that_cannot_be_compared_are_named(string other, string expected)
    {
        var wrong = Assert.Throws<UserErrorException>(() => new AffinityStudy(_experiment, ["One", other], _runs.PathsOf(), new GroupingOptions()));
        Assert.Contains(expected, wrong.Message, StringComparison.Ordinal);
    }
}
