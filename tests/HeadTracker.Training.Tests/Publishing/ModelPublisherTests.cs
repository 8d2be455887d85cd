using System.Numerics;
using HeadTracker.Contract;
using HeadTracker.Geometry;
using HeadTracker.Training.Data;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Evaluation;
using HeadTracker.Training.Publishing;
using HeadTracker.Training.Runs;
using HeadTracker.Training.Tests.Data;

namespace HeadTracker.Training.Tests.Publishing;

public class ModelPublisherTests
{
    [Fact]
    public void A_published_model_passes_the_manifests_check_and_replaces_its_older_self()
    {
        using var folder = new TemporaryFolder();
        var models = Path.GetDirectoryName(folder.PathOf("models/x"))!;
        new ModelManifest { Models = [new ModelManifestEntry("other.onnx", new string('0', 64), 1, "MIT", "npm")] }.WriteTo(models);

        foreach (var content in new[] { "old weights", "new weights, longer" })
        {
            var target = ModelPublisher.Publish(folder.Write("pose.onnx", content), models, Contract, Facts);
            ModelManifest.Check(target, File.ReadAllBytes(target));
        }

        var manifest = ModelManifest.ReadFrom(models);
        Assert.Equal(["other.onnx", "pose.onnx"], manifest.Models.Select(model => model.File));
        Assert.Equal(19, manifest.Find("pose.onnx")!.Size);
        Assert.Equal(Contract, manifest.Find("pose.onnx")!.Contract);
        Assert.Equal(10, manifest.Find("pose.onnx")!.Metrics!["aflw.geodesic"], 0.01);
    }

    [Fact]
    public void The_card_says_what_was_measured_and_trained_on()
    {
        using var folder = new TemporaryFolder();
        var target = ModelPublisher.Publish(folder.Write("pose.onnx", "weights"), folder.PathOf("models"), Contract, Facts);
        var card = File.ReadAllText(Path.ChangeExtension(target, ".md"));

        Assert.Contains("| aflw | 1 | 10.00 | 0.00 | 0.00 | 3.33 (3.33–3.33) | 0.00 | 10.00 |", card, StringComparison.Ordinal);
        Assert.Contains("- MakeHuman (CC0): rendered", card, StringComparison.Ordinal);
        Assert.Contains("seed 7", card, StringComparison.Ordinal);
        Assert.Contains("at most 1.2E-006", card, StringComparison.Ordinal);
        Assert.Contains("- Faces behind hands.", card, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_model_is_the_default_until_another_is_made_it()
    {
        using var folder = new TemporaryFolder();
        var models = folder.PathOf("models");
        string? Default(string name, bool asDefault)
        {
            ModelPublisher.Publish(folder.Write(name, "weights"), models, Contract, Facts, asDefault);
            return ModelManifest.ReadFrom(models).Default;
        }

        Assert.Equal("small.onnx", Default("small.onnx", asDefault: false));
        Assert.Equal("small.onnx", Default("large.onnx", asDefault: false));
        Assert.Equal("large.onnx", Default("large.onnx", asDefault: true));
    }

    private static PoseModelContract Contract => new()
    {
        InputSize = 112,
        Crop = new CropRule(CropShape.Square, 1.1f),
        Normalizer = PixelNormalizer.ImageNet,
        Output = BinOutput.Logits,
        Yaw = new BinSpecification(1, 99),
        Pitch = new BinSpecification(1, 99),
        Roll = new BinSpecification(1, 99),
        Run = "run-1",
    };

    private static ModelCardFacts Facts
    {
        get
        {
            var face = new PoseComparison(new LabelledFace("a.jpg", default, Quaternion.Identity), new EulerAngles(10, 0, 0).ToRotation());
            return new ModelCardFacts
            {
                Architecture = "ResNet-18",
                Licence = "MIT",
                Experiment = "training/experiments/x.json",
                Recipe = "six epochs",
                Failures = ["Faces behind hands."],
                Seed = 7,
                Data = [new DataHash("a.htpack", "abc")],
                Sources = [new PackSource("MakeHuman", "CC0", "rendered")],
                Metrics = [PoseMetrics.Of("pose", "aflw", [face], 0)],
                Parity = 1.2e-6f,
            };
        }
    }
}
