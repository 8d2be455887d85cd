using HeadTracker.Contract;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Export;
using HeadTracker.Training.Runs;
using static TorchSharp.torch;

namespace HeadTracker.Training.Stages;

/// <summary>Writes a trained network as <c>model.onnx</c> in the stage's folder and proves that the file predicts what the network predicts.</summary>
public static class ExportStage
{
    /// <summary>Largest difference of any bin's output that is still rounding, as <see cref="PoseNetworkExporter.LargestDifference"/> counts it.</summary>
    private const float Tolerance = 1e-3f;
    private const int CheckedFaces = 8;

    public static IReadOnlyList<ResultRow> Run(ExportStageOptions options, StageContext context, StageReport report)
    {
        using var network = context.LoadNetwork(options.Of, CPU);
        var faces = context.Tests[0];
        var bins = network.Heads.Bins[0];
        var contract = new PoseModelContract
        {
            InputSize = context.Experiment.Model.InputSize,
            Crop = faces.Crop,
            Normalizer = PixelNormalizer.ImageNet,
            Output = options.Softmax ? BinOutput.Probabilities : BinOutput.Logits,
            Yaw = bins,
            Pitch = bins,
            Roll = bins,
            Run = $"{context.Paths.Name}/{options.Of}",
        };
        var file = context.Paths.StageFolder(options.Name).File("model.onnx");
        PoseNetworkExporter.Write(network, contract, new ExportOptions(), file);

        var batch = FaceBatch.Plain(faces, faces.Images.Take([.. Enumerable.Range(0, Math.Min(CheckedFaces, faces.Count)).Select(row => (long)row)]));
        var images = context.Normalizer.Apply(batch.Images).cpu().contiguous().data<float>().ToArray();
        var difference = PoseNetworkExporter.LargestDifference(network, file, images);
        if (!(difference <= Tolerance)) throw new InvalidOperationException($"{file} differs from the network it was made of by {difference}.");
        var folder = context.Paths.StageFolder(options.Name);
        if (options.Expectation) PoseNetworkExporter.Write(network, contract, new ExportOptions(Expectation: true), folder.File("model-angles.onnx"));
        var half = "";
        if (options.Half)
        {
            PoseNetworkExporter.Write(network, contract, new ExportOptions(WeightPrecision.Half), folder.File("model-fp16.onnx"));
            half = $", of fp16 {PoseNetworkExporter.LargestDifference(network, folder.File("model-fp16.onnx"), images):E1}";
        }

        report(1, $"largest difference from the training forward {difference:E1}{half}");
        return [];
    }
}
