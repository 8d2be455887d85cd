using System.Globalization;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Datasets;
using HeadTracker.Training.Tests.Data;
using OpenCvSharp;

namespace HeadTracker.Training.Tests.Datasets;

public class DatasetBuilderTests
{
    private const int PhotosPerSet = 5;

    [Fact]
    public void A_second_build_makes_only_what_is_missing_or_differs()
    {
        using var folder = new TemporaryFolder();
        WriteSet(folder, "a");
        WriteSet(folder, "b");
        var plan = Plan(("first", PartUse.Train, "a"), ("second", PartUse.Test, "b"));

        var (record, log) = Build(plan, folder);
        Assert.Equal(PhotosPerSet, record.TrainingFaces);
        Assert.Equal(["first.htpack"], record.Train);
        Assert.Equal("second.htpack", record.Test["second"]);
        Assert.DoesNotContain("as made earlier", log, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.PathOf("out/poses.png")));
        Assert.True(File.Exists(folder.PathOf("out/first.png")));

        (record, log) = Build(plan, folder);
        Assert.Contains("first.htpack: 5 faces, as made earlier", log, StringComparison.Ordinal);
        Assert.Contains("second.htpack: 5 faces, as made earlier", log, StringComparison.Ordinal);
        Assert.Equal(2, record.Parts.Count);

        File.Delete(folder.PathOf("out/second.htpack"));
        (_, log) = Build(plan, folder);
        Assert.Contains("first.htpack: 5 faces, as made earlier", log, StringComparison.Ordinal);
        Assert.Contains("second.htpack: 5 faces in", log, StringComparison.Ordinal);

        (_, log) = Build(plan with { Crop = plan.Crop with { Margin = 3 } }, folder);
        Assert.DoesNotContain("as made earlier", log, StringComparison.Ordinal);
        using var pack = new PackReader(folder.PathOf("out/first.htpack"));
        Assert.Equal(3, pack.Header.Margin);
    }

    [Fact]
    public void What_was_finished_before_a_stop_stays()
    {
        using var folder = new TemporaryFolder();
        WriteSet(folder, "a");
        WriteSet(folder, "b");
        var plan = Plan(("first", PartUse.Train, "a"), ("second", PartUse.Train, "b"));
        using var stop = new CancellationTokenSource();

        // The stop comes while the second part is being made.
        Assert.ThrowsAny<OperationCanceledException>(() => Builder(plan, folder, TextWriter.Null, label =>
        {
            if (label.StartsWith("second", StringComparison.Ordinal)) stop.Cancel();
        }).Run(stop.Token));
        Assert.True(File.Exists(folder.PathOf("out/first.htpack")));
        Assert.Empty(Directory.GetFiles(folder.PathOf("out/x")[..^1], "second*"));

        var (record, log) = Build(plan, folder);
        Assert.Contains("first.htpack: 5 faces, as made earlier", log, StringComparison.Ordinal);
        Assert.Equal(2 * PhotosPerSet, record.TrainingFaces);
    }

    [Fact]
    public void Nobody_may_be_in_training_and_in_test_sets()
    {
        using var folder = new TemporaryFolder();
        WriteSet(folder, "a");
        var plan = Plan(("first", PartUse.Train, "a"), ("second", PartUse.Test, "a"));

        var error = Assert.Throws<UserErrorException>(() => Build(plan, folder));
        Assert.Contains("5 identities are in a training set and in a test set", error.Message, StringComparison.Ordinal);
    }

    private static DatasetPlan Plan(params (string Name, PartUse Use, string Set)[] parts) => new()
    {
        Crop = new CropPlan { Size = 24, Margin = 2 },
        Parts = [.. parts.Select(part => new FacesPlan { Name = part.Name, Use = part.Use, Data = ["csv:" + part.Set] })],
    };

    private static (BuildRecord Record, string Log) Build(DatasetPlan plan, TemporaryFolder folder)
    {
        using var log = new StringWriter(CultureInfo.InvariantCulture);
        var record = Builder(plan, folder, log, _ => { }).Run(CancellationToken.None);
        return (record, log.ToString());
    }

    private static DatasetBuilder Builder(DatasetPlan plan, TemporaryFolder folder, TextWriter log, Action<string> begun) =>
        new(plan, folder.Root, folder.PathOf("out/x")[..^1], (label, _, work) =>
        {
            begun(label);
            work(_ => { });
        }, log);

    private static void WriteSet(TemporaryFolder folder, string name)
    {
        var rows = "file,yaw,pitch,roll,x,y,w,h\n";
        for (var i = 0; i < PhotosPerSet; i++)
        {
            using var photo = new Mat(40, 40, MatType.CV_8UC3, new Scalar(40 * i, 90, 60));
            Cv2.ImWrite(folder.PathOf($"{name}/{name}{i}.png"), photo);
            rows += FormattableString.Invariant($"{name}{i}.png,{20 * i - 40},5,0,8,8,24,24\n");
        }

        folder.Write($"{name}/labels.csv", rows);
    }
}
