using HeadTracker.Contract;
using HeadTracker.Estimation;
using HeadTracker.Geometry;
using HeadTracker.Inference;
using HeadTracker.Training.Commands;
using HeadTracker.Training.Export;
using HeadTracker.Training.Quantisation;
using HeadTracker.Training.Tests.Data;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Quantisation;

/// <summary>From an exported file to a quantised one that the app loads.</summary>
public sealed class ModelQuantizerTests : IDisposable
{
    private const int Size = 32;
    private readonly TemporaryFolder _folder = new();
    private readonly PoseModelContract _contract;

    public ModelQuantizerTests()
    {
        using var network = Tiny.Network();
        network.eval();
        using (no_grad())
        {
            foreach (var parameter in network.Heads.parameters()) parameter.mul_(5);
        }

        var bins = network.Heads.Bins[0];
        _contract = new PoseModelContract
        {
            InputSize = Size, Crop = new CropRule(CropShape.Square, 1.1f), Normalizer = PixelNormalizer.ImageNet, Output = BinOutput.Logits,
            Yaw = bins, Pitch = bins, Roll = bins, Run = "test",
        };
        PoseNetworkExporter.Write(network, _contract, new ExportOptions(), Model);
    }

    private string Model => _folder.PathOf("model.onnx");

    [Fact]
    public void The_app_loads_the_result_and_its_angles_hardly_move()
    {
        var result = ModelQuantizer.Quantize(OnnxFile.Read(Model), _contract, Faces(1), Faces(2), tolerance: 100);
        OnnxFile.Write(result.Model, _folder.PathOf("int8.onnx"));

        using var estimator = new RvcPoseEstimator(OnnxSession.Open(_folder.PathOf("int8.onnx"), ExecutionProvider.Cpu));
        Assert.Equal(_contract, estimator.Contract);
        Assert.Equal(10, result.Rules.Count);
        Assert.Equal(result.Rules.Min(rule => rule.Difference), result.Kept.Single().Difference, 1e-5f);
        // Of 198°: four channels that nobody trained have little to average the rounding out with.
        Assert.InRange(result.Kept[0].Difference, 1e-4f, 2);
    }

    [Fact]
    public void Layers_stay_in_float_in_the_order_of_their_sensitivity_until_the_tolerance_is_met()
    {
        var result = ModelQuantizer.Quantize(OnnxFile.Read(Model), _contract, Faces(1), Faces(2), tolerance: 0);

        Assert.Equal(result.Layers.Take(result.Kept.Count - 1).Select(layer => layer.Name), result.Kept.Skip(1).Select(trial => trial.Name));
        Assert.Equal(result.Layers.Count / 4, result.Kept.Count - 1);
        Assert.Equal(result.Layers.OrderByDescending(layer => layer.Difference), result.Layers);
        Assert.True(result.Kept[^1].Difference < result.Kept[0].Difference, "leaving the most sensitive layers in float helped nothing");
    }

    [Fact]
    public void The_verb_refuses_in_a_sentence_what_it_cannot_quantise()
    {
        var pack = Tiny.Pack(Tiny.Faces(8), Path.GetDirectoryName(Model)!, "faces");
        var target = _folder.PathOf("int8.onnx");
        Assert.Equal((0, ""), Quantize(Model, pack, target));
        Assert.Contains("quantised already", Quantize(target, pack, _folder.PathOf("again.onnx")).Error, StringComparison.Ordinal);
        Assert.Contains("--out names the model itself", Quantize(Model, pack, Model).Error, StringComparison.Ordinal);
        Assert.Contains("cannot be read as an ONNX model", Quantize(_folder.Write("text.onnx", "no model"), pack, target).Error, StringComparison.Ordinal);
        Assert.Contains("does not exist", Quantize(Model, _folder.PathOf("none.htpack"), target).Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static (int Code, string Error) Quantize(string model, string pack, string target)
    {
        var (output, error) = (Console.Out, Console.Error);
        using var errors = new StringWriter();
        try
        {
            Console.SetOut(TextWriter.Null);
            Console.SetError(errors);
            var code = TrainCommandLine.Run(["quantize", "--model", model, "--calibrate", pack, "--faces", "2", "--out", target]);
            // Progress ends in an ellipsis; what is left is the error.
            return (code, string.Join("\n", errors.ToString().Split('\n').Where(line => line.Length > 0 && !line.EndsWith('…'))));
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }

    private static CalibrationFaces Faces(int seed)
    {
        var random = new Random(seed);
        var images = Enumerable.Range(0, 24 * 3 * Size * Size).Select(_ => (float)random.NextDouble() * 4 - 2).ToArray();
        return new CalibrationFaces(images, [.. Enumerable.Range(0, 24).Select(_ => new EulerAngles(0, 0, 0))], Size);
    }
}
