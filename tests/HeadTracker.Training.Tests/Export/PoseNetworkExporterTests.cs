using HeadTracker.Capture;
using HeadTracker.Contract;
using HeadTracker.Geometry;
using HeadTracker.Inference;
using HeadTracker.Tests;
using HeadTracker.Training.Data.Readers;
using HeadTracker.Training.Export;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Tests.Data;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Export;

/// <summary>What ONNX Runtime computes from the exported file against what the network computes here.</summary>
public class PoseNetworkExporterTests(ITestOutputHelper output)
{
    private const int Size = 64;

    [Theory]
    [InlineData(false, BinOutput.Logits)]
    [InlineData(true, BinOutput.Logits)]
    [InlineData(true, BinOutput.Probabilities)]
    public void Exported_networks_agree_with_the_training_forward_on_random_images(bool bottleneck, BinOutput kind)
    {
        using var folder = new TemporaryFolder();
        using var network = Network(bottleneck, regularisers: true);
        PoseNetworkExporter.Write(network, Contract(kind), new ExportOptions(), folder.PathOf("m.onnx"));

        // Two batch sizes: the batch is dynamic.
        var random = new Random(4);
        foreach (var count in new[] { 1, 3 })
        {
            var images = Pictures(random, count);
            var difference = PoseNetworkExporter.LargestDifference(network, folder.PathOf("m.onnx"), images);
            output.WriteLine($"{count} images: {difference:E1}");
            Assert.InRange(difference, 0, 1e-4f);
        }
    }

    [Fact]
    public void The_difference_of_large_outputs_is_a_share_of_them()
    {
        using var folder = new TemporaryFolder();
        using var network = Network(bottleneck: false, regularisers: false);
        Scale(network.Heads, 1e5f);
        PoseNetworkExporter.Write(network, Contract(BinOutput.Logits), new ExportOptions(), folder.PathOf("m.onnx"));
        var images = Pictures(new Random(4), 1);
        using var logits = network.call(tensor(images, [1, 3, Size, Size])).Finest;
        Assert.True(logits.abs().max().item<float>() > 1e3f);
        Assert.InRange(PoseNetworkExporter.LargestDifference(network, folder.PathOf("m.onnx"), images), 0, 1e-4f);

        Scale(network.Heads, 1.01f);
        Assert.InRange(PoseNetworkExporter.LargestDifference(network, folder.PathOf("m.onnx"), images), 0.008f, 0.012f);
    }

    [SharedFact("data/faces/aflw2000-dev")]
    public void Exported_networks_agree_with_the_training_forward_on_real_crops()
    {
        using var folder = new TemporaryFolder();
        using var network = Network(bottleneck: false, regularisers: false);
        var contract = Contract(BinOutput.Logits);
        PoseNetworkExporter.Write(network, contract, new ExportOptions(), folder.PathOf("m.onnx"));
        using var dataset = new DatasetReference(SharedData.PathOf("data/faces/aflw2000-dev")).Open();
        var images = new float[dataset.Faces.Count * 3 * Size * Size];
        var crop = new FaceCrop(Size, Size);
        for (var i = 0; i < dataset.Faces.Count; i++)
        {
            using var photo = dataset.Photos.Load(dataset.Faces[i].Image);
            crop.Sample(photo.AsBgr(), contract.Crop.RegionFor(dataset.Faces[i].Box), contract.Normalizer, images.AsSpan(i * 3 * Size * Size, 3 * Size * Size));
        }

        var difference = PoseNetworkExporter.LargestDifference(network, folder.PathOf("m.onnx"), images);
        output.WriteLine($"{difference:E1}");
        Assert.InRange(difference, 0, 1e-4f);
    }

    [Fact]
    public void Half_precision_halves_the_file_and_hardly_moves_the_angles()
    {
        using var folder = new TemporaryFolder();
        using var network = Network(bottleneck: true, regularisers: false);
        PoseNetworkExporter.Write(network, Contract(BinOutput.Probabilities), new ExportOptions(), folder.PathOf("single.onnx"));
        PoseNetworkExporter.Write(network, Contract(BinOutput.Probabilities), new ExportOptions(WeightPrecision.Half), folder.PathOf("half.onnx"));

        Assert.InRange(new FileInfo(folder.PathOf("half.onnx")).Length / (double)new FileInfo(folder.PathOf("single.onnx")).Length, 0.45, 0.65);
        var images = Pictures(new Random(4), 2);
        Assert.InRange(PoseNetworkExporter.LargestDifference(network, folder.PathOf("half.onnx"), images), 1e-9f, 2e-3f);
    }

    [Fact]
    public void The_expectation_in_the_graph_is_that_of_the_decoder()
    {
        using var folder = new TemporaryFolder();
        using var network = Network(bottleneck: false, regularisers: false);
        var contract = Contract(BinOutput.Logits);
        PoseNetworkExporter.Write(network, contract, new ExportOptions(Expectation: true), folder.PathOf("m.onnx"));

        using var session = OnnxSession.Open(folder.PathOf("m.onnx"), ExecutionProvider.Cpu);
        var image = Pictures(new Random(4), 1);
        var values = session.Outputs.ToDictionary(tensor => tensor.Name, tensor => new float[tensor.Shape[1]]);
        using var binding = session.Bind(
            [new BoundTensor(PoseModelContract.InputName, image, 1, 3, Size, Size)],
            values.Select(entry => new BoundTensor(entry.Key, entry.Value, 1, entry.Value.Length)));
        binding.Run();

        for (var head = 0; head < 3; head++)
        {
            var decoded = new RvcDecoder(contract.Heads[head], BinOutput.Logits).Decode(values[PoseModelContract.OutputNames[head]]);
            Assert.Equal(decoded.Degrees, values[PoseNetworkGraph.AnglesOutput][head], 1e-3f);
        }
    }

    [Fact]
    public void The_runtime_accepts_the_file_and_finds_its_contract()
    {
        using var folder = new TemporaryFolder();
        using var network = Network(bottleneck: false, regularisers: true);
        var contract = Contract(BinOutput.Probabilities);
        PoseNetworkExporter.Write(network, contract, new ExportOptions(), folder.PathOf("m.onnx"));

        using var estimator = new Estimation.RvcPoseEstimator(OnnxSession.Open(folder.PathOf("m.onnx"), ExecutionProvider.Cpu));
        Assert.Equal(contract, estimator.Contract);
    }

    private static PoseModelContract Contract(BinOutput kind) => new()
    {
        InputSize = Size,
        Crop = new CropRule(CropShape.Stretch, 1),
        Normalizer = PixelNormalizer.ImageNet,
        Output = kind,
        Yaw = new BinSpecification(1, 99),
        Pitch = new BinSpecification(1, 99),
        Roll = new BinSpecification(1, 99),
        Run = "test",
    };

    /// <summary>Random weights, and batch norms with statistics and gains that folding must honour.</summary>
    /// <summary>Normalised ones at random.</summary>
    private static float[] Pictures(Random random, int count) =>
        [.. Enumerable.Range(0, count * 3 * Size * Size).Select(_ => (float)random.NextDouble() * 4 - 2)];

    private static void Scale(PoseHeads heads, float factor)
    {
        using var none = no_grad();
        foreach (var parameter in heads.parameters()) parameter.mul_(factor);
    }

    private static PoseNetwork Network(bool bottleneck, bool regularisers)
    {
        random.manual_seed(5);
        var shape = new ResNetShape([2, 1, 1, 2], 8, bottleneck);
        var network = new PoseNetwork(new PoseNetworkDefinition(shape, regularisers ? [1, 2, 3, 4] : [1], regularisers));
        using var none = no_grad();
        foreach (var module in network.modules())
        {
            if (module is not BatchNorm norm) continue;
            norm.get_buffer("running_mean")!.normal_(0, 0.3);
            norm.get_buffer("running_var")!.uniform_(0.5, 2);
            norm.get_parameter("weight")!.uniform_(0.5, 1.5);
            norm.get_parameter("bias")!.normal_(0, 0.3);
        }

        network.eval();
        return network;
    }
}
