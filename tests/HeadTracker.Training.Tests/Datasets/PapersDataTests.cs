using System.Globalization;
using HeadTracker.Tests;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Datasets;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Stages;
using HeadTracker.Training.Tests.Data;

namespace HeadTracker.Training.Tests.Datasets;

/// <summary>The papers' two data files against the papers' experiment files, and on originals of a few faces.</summary>
public sealed class PapersDataTests
{
    private const string Kd = "papers-kd-data.json", Hmtl = "papers-hmtl-data.json";
    private static readonly string Folder = Path.Combine(SharedData.RepositoryRoot, "training", "experiments");

    private static IEnumerable<Experiment> KdExperiments => Read("table*.json").Append(ExperimentFile.Read(Path.Combine(Folder, "hmtl-kd.json")));

    private static IEnumerable<Experiment> HmtlExperiments => Read("hmtl-*.json");

    [Fact]
    public void Every_set_that_the_papers_experiments_name_is_made_and_no_other()
    {
        Assert.Equal(SetsOf(KdExperiments), NamesOf(Kd));
        // Starting KD from HMTL's encoders takes the KD paper's sets.
        Assert.Equal(SetsOf(HmtlExperiments), NamesOf(Hmtl));
    }

    [Fact]
    public void Sets_have_the_size_and_the_margin_that_the_stages_need()
    {
        foreach (var (file, experiments) in new[] { (Kd, KdExperiments), (Hmtl, HmtlExperiments) })
        {
            var crop = DatasetPlanFile.Read(Path.Combine(Folder, file)).Crop;
            Assert.Equal((224, 45), (crop.Size, crop.Margin));
            foreach (var experiment in experiments)
            {
                Assert.Equal(crop.Size, experiment.Model.InputSize);
                Assert.All(experiment.Stages.OfType<TrainingStageOptions>(), stage => Assert.InRange(
                    stage.AugmentationOf(experiment).MarginOf(crop.Size, stage is DistillStageOptions ? experiment.Ensemble.P : 0), 0, crop.Margin));
            }
        }
    }

    /// <summary>Else the second of them would make the first one's 36 GB of 300W-LP anew, and differently.</summary>
    [Fact]
    public void Sets_of_one_name_are_the_same_in_both_files()
    {
        var (kd, hmtl) = (PartsOf(Kd), PartsOf(Hmtl));
        var both = kd.Keys.Intersect(hmtl.Keys).ToArray();
        Assert.Equal(3, both.Length);
        Assert.All(both, name => Assert.Equivalent(kd[name], hmtl[name], strict: true));
    }

    /// <summary>KD paper, §4.2 and the authors' code: their boxes, clamped, BIWI's matrices as they are.</summary>
    [Fact]
    public void The_KD_papers_sets_have_its_boxes_clamped_and_its_halves()
    {
        Assert.All(PartsOf(Kd).Values, part => Assert.True(part.Clamp && part.Data.All(data => data.Contains(".json", StringComparison.Ordinal))));
        Assert.All(PartsOf(Kd).Values, part => Assert.Equal(
            part.Name[..4] switch { "aflw" when part.Name[4] == '-' => 2, "biwi" when part.Name != "biwi-224" => 3, _ => null }, part.Protocol));
        Assert.All(PartsOf(Kd).Values.Where(part => part.Name[..4] == "biwi"),
            part => Assert.StartsWith("biwi-uncalibrated:", part.Data[0], StringComparison.Ordinal));
    }

    [Fact]
    public void Both_files_make_from_unzipped_originals_all_that_the_experiments_read()
    {
        using var folder = new TemporaryFolder();
        PaperOriginals.Write(folder, "originals");
        var data = folder.PathOf("data/x")[..^2];
        var log = Build(Kd, folder.PathOf("originals/x")[..^2], data);
        Assert.Equal((3, 1, 2), (Faces(data, "300w-lp").Count, Faces(data, "aflw2000").Count, Faces(data, "biwi").Count));
        Assert.Equal(["01/frame_00004_rgb.png"], Faces(data, "biwi-train"));
        Assert.Equal(["06/frame_00004_rgb.png"], Faces(data, "biwi-test"));
        // The tested face of the sample's one photo has a yaw of 0.5, the other one of 0.
        Assert.Equal([28.648f, 0], [YawOf(data, "aflw-test"), YawOf(data, "aflw-train")], (a, b) => MathF.Abs(a - b) < 1e-3f);
        Assert.DoesNotContain("as made earlier", log, StringComparison.Ordinal);

        log = Build(Hmtl, folder.PathOf("originals/x")[..^2], data);
        Assert.Equal(3, log.Split("as made earlier").Length - 1);
        Assert.Equal(["image00002.jpg", "image00004.jpg"], Faces(data, "aflw2000-whole"));
        Assert.Equal(PaperOriginals.TestSubjects, Identities(data, "eth-xgaze-108-109-111"));
        Assert.Equal(["subject0000", "subject0003", "subject0005", "subject0006"], Identities(data, "eth-xgaze"));

        // What the first file made stays known beside the second's.
        Assert.Equal(7, Build(Kd, folder.PathOf("originals/x")[..^2], data).Split("as made earlier").Length - 1);

        foreach (var (name, experiment) in KdExperiments.Concat(HmtlExperiments).Select((experiment, i) => ($"e{i}", experiment)))
        {
            var paths = new RunPaths(name, folder.PathOf("runs"), data, folder.PathOf("results"));
            using var inputs = new ExperimentInputs(experiment, paths, [.. experiment.Stages]);
            Assert.All(inputs.Problems, problem => Assert.Matches("safetensors does not exist|holds no checkpoint of", problem));
            Assert.All(inputs.Packs.Values, count => Assert.True(count > 0));
        }
    }

    /// <summary>The authors clamp their boxes: here one begins ten pixels beside the photo.</summary>
    [Fact]
    public void Boxes_end_at_the_photos_edge()
    {
        using var folder = new TemporaryFolder();
        PaperOriginals.Write(folder, "in");
        var part = PartsOf(Kd)["300w-lp-224"] with { Name = "clamped" };
        var plan = new DatasetPlan { Crop = new CropPlan { Size = 64, Margin = 0 }, Parts = [part, part with { Name = "as-they-are", Clamp = false }] };
        Builder(plan, folder.PathOf("in/x")[..^2], folder.PathOf("out/x")[..^2], TextWriter.Null).Run(CancellationToken.None);

        using var clamped = new PackReader(folder.PathOf("out/clamped.htpack"));
        using var repeated = new PackReader(folder.PathOf("out/as-they-are.htpack"));
        // 70 by 62 pixels became 60 by 62; the other two lie inside of their photos.
        Assert.Equal([60f / 62, 70f / 62, 45f / 55], clamped.Labels.Select(label => label.Aspect), Close);
        Assert.Equal([70f / 62, 70f / 62, 45f / 55], repeated.Labels.Select(label => label.Aspect), Close);
        Assert.NotEqual(clamped.ImageAt(0), repeated.ImageAt(0));
        Assert.Equal(clamped.ImageAt(1), repeated.ImageAt(1));
        Assert.Contains("boxes clamped", clamped.Header.Sources[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void All_originals_that_are_missing_are_named_in_one_sentence_before_anything_is_made()
    {
        using var folder = new TemporaryFolder();
        PaperOriginals.Write(folder, "in");
        Directory.Delete(folder.PathOf("in/AFLW/x")[..^2], recursive: true);
        File.Delete(folder.PathOf("in/BIWI.json"));
        File.Delete(folder.PathOf("in/300W_LP.json"));
        var (inputs, data) = (folder.PathOf("in/x")[..^2], folder.PathOf("out/x")[..^2]);

        var message = Assert.Throws<UserErrorException>(() => Build(Kd, inputs, data)).Message;
        Assert.StartsWith($"Missing in {inputs}: 300W_LP.json, BIWI.json, AFLW; unzip or copy", message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(data, "*.htpack"));
    }

    [Fact]
    public void Finished_sets_need_their_originals_no_more()
    {
        using var folder = new TemporaryFolder();
        PaperOriginals.Write(folder, "in");
        var (inputs, data) = (folder.PathOf("in/x")[..^2], folder.PathOf("out/x")[..^2]);
        Build(Kd, inputs, data);
        Directory.Delete(Path.Combine(inputs, "AFLW"), recursive: true);
        Assert.Equal(7, Build(Kd, inputs, data).Split("as made earlier").Length - 1);
    }

    [Fact]
    public void A_person_whom_the_set_does_not_have_is_an_error()
    {
        using var folder = new TemporaryFolder();
        PaperOriginals.Write(folder, "in");
        var part = PartsOf(Hmtl)["eth-xgaze-224"] with { Without = ["subject0108", "subject109"] };
        var plan = new DatasetPlan { Crop = new CropPlan { Size = 32, Margin = 0 }, Parts = [part] };
        var error = Assert.Throws<UserErrorException>(
            () => Builder(plan, folder.PathOf("in/x")[..^2], folder.PathOf("out/x")[..^2], TextWriter.Null).Run(CancellationToken.None));
        Assert.Contains("names 'subject109', who is not in ETH-XGaze", error.Message, StringComparison.Ordinal);
    }

    private static bool Close(float a, float b) => MathF.Abs(a - b) < 1e-4f;

    private static IEnumerable<Experiment> Read(string pattern) => Directory.GetFiles(Folder, pattern).Order()
        .Where(file => Path.GetFileName(file) is not "hmtl-kd.json" and not "hmtl-common.json").Select(ExperimentFile.Read);

    private static SortedSet<string> SetsOf(IEnumerable<Experiment> experiments) => [.. experiments.SelectMany(experiment => experiment.Data.Train
        .Concat(experiment.Data.Unlabelled).Concat(experiment.Data.Test.Values).Select(set => RunPaths.AtSize(set, experiment.Model.InputSize)))];

    private static SortedSet<string> NamesOf(string file) => [.. PartsOf(file).Keys.Select(name => name + PackFormat.Extension)];

    private static Dictionary<string, FacesPlan> PartsOf(string file) =>
        DatasetPlanFile.Read(Path.Combine(Folder, file)).Parts.Cast<FacesPlan>().ToDictionary(part => part.Name);

    private static List<string> Faces(string data, string name)
    {
        using var pack = new PackReader(Path.Combine(data, $"{name}-224.htpack"));
        return [.. pack.Header.Names];
    }

    private static float YawOf(string data, string name)
    {
        using var pack = new PackReader(Path.Combine(data, $"{name}-224.htpack"));
        return Assert.Single(pack.Labels).Angles.Yaw;
    }

    private static List<string> Identities(string data, string name)
    {
        using var pack = new PackReader(Path.Combine(data, $"{name}-224.htpack"));
        return [.. pack.Header.Identities.Order()];
    }

    private static string Build(string file, string inputs, string data)
    {
        using var log = new StringWriter(CultureInfo.InvariantCulture);
        Builder(DatasetPlanFile.Read(Path.Combine(Folder, file)), inputs, data, log).Run(CancellationToken.None);
        return log.ToString();
    }

    private static DatasetBuilder Builder(DatasetPlan plan, string inputs, string data, TextWriter log) =>
        new(plan, inputs, data, (_, _, work) => work(_ => { }), log);
}
