using HeadTracker.Contract;
using HeadTracker.Geometry;
using HeadTracker.Tests;
using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Data.Packing;
using HeadTracker.Training.Evaluation.Adapters;
using HeadTracker.Training.Export;
using HeadTracker.Training.Objectives;
using HeadTracker.Training.Stages;
using HeadTracker.Training.Tests.Data;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Evaluation;

public sealed class EnsembleAdapterTests
{
    [Fact]
    public void The_ensemble_over_an_exported_network_is_the_one_that_teaches()
    {
        using var folder = new TemporaryFolder();
        using var network = Tiny.Network();
        network.eval();
        using var faces = Tiny.Faces(6);
        var pack = Tiny.Pack(faces, folder.Root, "faces");
        var bins = network.Heads.Bins[0];
        var contract = new PoseModelContract
        {
            InputSize = faces.InputSize, Crop = faces.Crop, Normalizer = PixelNormalizer.ImageNet, Output = BinOutput.Logits,
            Yaw = bins, Pitch = bins, Roll = bins, Run = "test",
        };
        var file = folder.PathOf("m.onnx");
        PoseNetworkExporter.Write(network, contract, new ExportOptions(), file);

        using var normalizer = new BatchNormalizer(PixelNormalizer.ImageNet, CPU);
        var prediction = new PosePrediction(network, normalizer, 4);
        var expected = prediction.Ensemble(faces, new EnsembleGrid(4, 8));
        var alone = prediction.Ensemble(faces, EnsembleGrid.Single);
        using var dataset = PackDataset.Open(pack);
        using var adapter = PoseAdapters.Open(file + ",p=8,s=4");

        Assert.Equal("m, p=8 s=4", adapter.Name);
        for (var i = 0; i < faces.Count; i++)
        {
            using var photo = dataset.Photos.Load(dataset.Faces[i].Image);
            var angles = EulerAngles.FromRotation(adapter.Estimate(photo, dataset.Faces[i].Box)!.Value);
            Assert.InRange(Distance(angles, expected[i]), 0, 0.01f);
            Assert.True(Distance(alone[i], expected[i]) > 0.05f, "the shifted boxes say the same, so the comparison says nothing");
        }
    }

    [Fact]
    public void A_grid_whose_stride_does_not_divide_its_padding_is_refused()
    {
        var error = Assert.Throws<UserErrorException>(() => EnsembleAdapter.Parse("m.onnx,p=7,s=4"));
        Assert.Contains("divides the padding", error.Message, StringComparison.Ordinal);
        Assert.Throws<UserErrorException>(() => EnsembleAdapter.Parse("m.onnx,p=999999999,s=1"));
        Assert.Equal(("m.onnx", null), EnsembleAdapter.Parse("m.onnx"));
    }

    private static float Distance(EulerAngles a, EulerAngles b) =>
        MathF.Max(MathF.Abs(a.Yaw - b.Yaw), MathF.Max(MathF.Abs(a.Pitch - b.Pitch), MathF.Abs(a.Roll - b.Roll)));
}
