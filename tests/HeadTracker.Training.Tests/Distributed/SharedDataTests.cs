using System.Globalization;
using HeadTracker.Training.Datasets;
using HeadTracker.Training.Tests.Data;
using OpenCvSharp;

namespace HeadTracker.Training.Tests.Distributed;

/// <summary>Data sets and evaluations that two real processes share, beside the same in one.</summary>
public class SharedDataTests
{
    private const string Plan = """
        {
          "title": "shared", "crop": { "size": 24, "margin": 4 },
          "parts": [
            { "kind": "faces", "name": "photos", "data": ["csv:first", "csv:second"], "maps": true },
            { "kind": "rendered", "name": "heads", "use": "test", "people": "MakeHuman", "count": 7, "seed": 3, "perPerson": 2, "maps": true }
          ]
        }
        """;

    [MpiFact]
    public void Sets_of_two_processes_are_those_of_one_to_the_byte()
    {
        using var folder = new TemporaryFolder();
        WriteSet(folder, "first", 5, broken: 1);
        WriteSet(folder, "second", 4, broken: 3);
        var file = folder.Write("plan.json", Plan);
        var shared = Mpi.Run(2, "dataset", file, "--inputs", folder.Root, "--out", folder.PathOf("two"));
        Assert.True(shared.Code == 0, shared.Error);
        using var log = new StringWriter(CultureInfo.InvariantCulture);
        new DatasetBuilder(DatasetPlanFile.Read(file), folder.Root, folder.PathOf("one"), (_, _, work) => work(_ => { }), log).Run(default);

        foreach (var name in new[] { "photos.htpack", "photos.htmaps", "photos.png", "heads.htpack", "heads.htmaps" })
        {
            Assert.True(File.ReadAllBytes(folder.PathOf("one/" + name)).SequenceEqual(File.ReadAllBytes(folder.PathOf("two/" + name))), name);
        }

        Assert.False(Directory.Exists(folder.PathOf("two/shares")));
        // What each process left out is said once, by the first.
        var leftOut = log.ToString().Split('\n').Where(line => line.Contains("left out", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, leftOut.Length);
        Assert.Equal(leftOut, shared.Output.Split('\n').Where(line => line.Contains("left out", StringComparison.Ordinal)));
        var again = Mpi.Run(2, "dataset", file, "--inputs", folder.Root, "--out", folder.PathOf("two"));
        Assert.Equal(2, again.Output.Split('\n').Count(line => line.Contains("as made earlier", StringComparison.Ordinal)));
    }

    [MpiFact]
    public void An_evaluation_of_two_processes_gives_the_figures_of_one()
    {
        using var folder = new TemporaryFolder();
        WriteSet(folder, "set", 7, broken: 4);
        string[] arguments = ["evaluate", "--model", "pose-r18w32-112", "--data", $"csv:{folder.PathOf("set")}", "--out"];
        var two = Mpi.Run(2, [.. arguments, folder.PathOf("two")]);
        Assert.True(two.Code == 0, two.Error);
        var one = Mpi.Run(1, [.. arguments, folder.PathOf("one")]);
        Assert.Equal(one.Output, two.Output);
        foreach (var name in new[] { "metrics.json", "predictions.csv" })
        {
            Assert.Equal(File.ReadAllText(folder.PathOf("one/" + name)), File.ReadAllText(folder.PathOf("two/" + name)));
        }
    }

    [MpiFact]
    public void A_verb_that_is_not_shared_is_not_done_twice()
    {
        var result = Mpi.Run(2, "profile", "--help");
        Assert.Equal("Only dataset, reproduce, evaluate work in several processes; start this without mpiexec.", Assert.Single(result.Sentences));
        Assert.NotEqual(0, result.Code);
    }

    private static void WriteSet(TemporaryFolder folder, string set, int count, int broken)
    {
        var columns = string.Join(',', Enumerable.Range(0, 68).Select(i => $"x{i},y{i}"));
        var rows = $"file,yaw,pitch,roll,{columns}\n";
        for (var i = 0; i < count; i++)
        {
            using var photo = new Mat(40, 40, MatType.CV_8UC3, new Scalar(40 * i, 90, 60));
            Cv2.Circle(photo, 20, 15 + i, 9, new Scalar(200, 180, 10 * i), -1);
            Cv2.ImWrite(folder.PathOf($"{set}/p{i}.png"), photo);
            if (i == broken) folder.Write($"{set}/p{i}.png", "no picture");
            var points = Enumerable.Range(0, 68).Select(k => FormattableString.Invariant(
                $"{19 + i + 10 * MathF.Cos(k * MathF.PI / 34)},{17 + 10 * MathF.Sin(k * MathF.PI / 34)}"));
            rows += FormattableString.Invariant($"p{i}.png,{20 * i - 40},5,{i},{string.Join(',', points)}\n");
        }

        folder.Write($"{set}/labels.csv", rows);
    }
}
