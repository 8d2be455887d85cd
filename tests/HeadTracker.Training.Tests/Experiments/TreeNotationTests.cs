using HeadTracker.Training.Affinity;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Networks;

namespace HeadTracker.Training.Tests.Experiments;

public sealed class TreeNotationTests : IDisposable
{
    private static readonly string[] Tasks = ["segmentation", "depth", "normals"];

    private readonly string _folder = Directory.CreateTempSubdirectory("trees").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Only_the_stages_at_which_tasks_part_are_named()
    {
        const string Written = """{ "3": [["segmentation", "normals"], ["depth"]], "4": [["segmentation"], ["depth"], ["normals"]] }""";
        Assert.Equal(Written, TreeNotation.Write(new([[0, 0, 0], [0, 0, 0], [0, 1, 0], [0, 1, 2]]), Tasks));
    }

    [Fact]
    public void What_is_written_reads_back_as_the_same_tree()
    {
        var count = 0;
        foreach (var tree in TreeSearch.All(Tasks.Length, ResNet.Stages))
        {
            var path = Path.Combine(_folder, "a.json");
            File.WriteAllText(path, $$"""
                { "stages": [ {
                  "kind": "multiTask", "name": "M", "tasks": ["segmentation", "depth", "normals"], "branches": {{TreeNotation.Write(tree, Tasks)}}
                } ] }
                """);
            var read = ((MultiTaskStageOptions)ExperimentFile.Read(path).Stages[0]).Tree;
            Assert.Equal(tree.Branches, read.Branches);
            count++;
        }

        Assert.Equal(35, count);
    }
}
