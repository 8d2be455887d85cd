using HeadTracker.Contract;
using HeadTracker.Training.Export;
using HeadTracker.Training.Export.Onnx;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Import;

/// <summary>Narrow networks of every depth, with batch norms that do something.</summary>
internal static class RandomEncoder
{
    private const int Size = 64;

    public static PoseNetwork Network(Backbone backbone, int width = 2)
    {
        manual_seed(5);
        var network = new PoseNetwork(new PoseNetworkDefinition(ResNetShape.Of(backbone) with { Width = width }, [3], Regression: false));
        using (no_grad())
        {
            foreach (var (name, value) in network.Backbone.state_dict())
            {
                using var scope = NewDisposeScope();
                if (name.EndsWith("running_var", StringComparison.Ordinal)) value.uniform_(0.5, 1.5);
                else if (name.EndsWith("running_mean", StringComparison.Ordinal) || name.EndsWith("bias", StringComparison.Ordinal)) value.normal_(0, 0.2);
                // The last norm of a block is small, or a hundred additions would drown the rest.
                else if (value.Dimensions == 1) value.uniform_(0.1, 0.4);
            }
        }

        network.eval();
        return network;
    }

    /// <summary>torchvision's order, with a classifier behind.</summary>
    public static List<(string Name, Tensor Value)> StateOf(ResNet backbone) =>
    [
        .. backbone.state_dict().Select(pair => (pair.Key, pair.Value)), ("fc.weight", ones(10, backbone.Shape.Features)), ("fc.bias", zeros(10)),
    ];

    /// <summary>This program's own export: batch norms folded, torchvision's names, projections before the main path.</summary>
    public static ModelProto Export(PoseNetwork network, string path)
    {
        var bins = network.Heads.Bins[0];
        var contract = new PoseModelContract
        {
            InputSize = Size, Crop = new CropRule(CropShape.Stretch, 1), Normalizer = PixelNormalizer.ImageNet, Output = BinOutput.Logits,
            Yaw = bins, Pitch = bins, Roll = bins, Run = "test",
        };
        PoseNetworkExporter.Write(network, contract, new ExportOptions(), path);
        return OnnxFile.Read(path);
    }

    /// <summary>Largest difference between the features of a network that starts from the file and of this one.</summary>
    public static float DifferenceFrom(ResNet backbone, string weights)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        manual_seed(9);
        using var loaded = new ResNet(backbone.Shape);
        PretrainedWeights.Load(loaded, weights);
        loaded.eval();
        var picture = randn(2, 3, Size, Size);
        return (loaded.call(picture) - backbone.call(picture)).abs().max().item<float>();
    }
}
