using HeadTracker.Contract;
using HeadTracker.Training.Experiments;
using HeadTracker.Training.Export;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Pretext;
using HeadTracker.Training.Tests.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Networks;

public sealed class HmtlNetworkTests
{
    private static readonly PretextTask PuzzlingRotation = new(PretextKind.PuzzlingRotation, new RegionGrid(2));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_branch_changes_nothing_of_the_plain_forward(int point)
    {
        using var scope = NewDisposeScope();
        using var plain = Tiny.Network(seed: 5);
        using var network = new HmtlNetwork(Tiny.Network(seed: 5), PuzzlingRotation, inputSize: 64, point);
        plain.eval();
        network.eval();
        var images = rand(2, 3, 64, 64);

        var expected = plain.call(images).Finest.data<float>().ToArray();
        Assert.Equal(expected, network.Pose.call(images).Finest.data<float>().ToArray());
        Assert.Equal(expected, network.call(images).Pose.Finest.data<float>().ToArray());
        Assert.Equal(plain.state_dict().Keys, network.Pose.state_dict().Keys);
    }

    [Fact]
    public void Exports_the_file_of_the_plain_network()
    {
        using var plain = Tiny.Network(seed: 5);
        using var network = new HmtlNetwork(Tiny.Network(seed: 5), PuzzlingRotation, inputSize: 64);
        Assert.Equal(Exported(plain), Exported(network.Pose));
    }

    [Theory]
    [InlineData(Backbone.ResNet18, 1)]
    [InlineData(Backbone.ResNet34, 3)]
    [InlineData(Backbone.ResNet50, 1)]
    [InlineData(Backbone.ResNet50, 2)]
    [InlineData(Backbone.ResNet50, 3)]
    [InlineData(Backbone.ResNet50, 4)]
    public void Says_a_class_per_region_at_every_branching_point(Backbone backbone, int point)
    {
        using var scope = NewDisposeScope();
        var definition = new PoseNetworkDefinition(ResNetShape.Of(backbone) with { Width = 4 }, [3], Regression: false);
        var task = new PretextTask(PretextKind.PuzzlingRotation, new RegionGrid(3));
        using var network = new HmtlNetwork(new PoseNetwork(definition), task, inputSize: 96, point);
        var output = network.call(rand(2, 3, 96, 96));
        Assert.Equal([2L, 9L, 9L], output.Pretext.Pieces!.shape);
        Assert.Equal([2L, 9L, 4L], output.Pretext.Turns!.shape);
        Assert.Equal([2L, 3L, 66L], output.Pose.Finest.shape);
    }

    /// <summary>At 224 pixels the branch halves the map at every point, as the paper's block does; a small input keeps a cell for each region.</summary>
    [Theory]
    [InlineData(224, 1, 3, 2)]
    [InlineData(224, 3, 3, 2)]
    [InlineData(224, 4, 3, 2)]
    [InlineData(64, 2, 3, 2)]
    [InlineData(64, 3, 3, 1)]
    [InlineData(64, 3, 2, 2)]
    [InlineData(64, 4, 2, 1)]
    public void A_branch_has_a_cell_for_every_region(int inputSize, int point, int regions, int stride)
    {
        using var scope = NewDisposeScope();
        var cells = ResNet.CellsAt(point, inputSize);
        using var network = Tiny.Network();
        using var map = network.Backbone.FeaturesAt(rand(1, 3, inputSize, inputSize), point);
        Assert.Equal(cells, map.shape[3]);
        using var branch = new PretextBranch(Tiny.Definition.Shape, point, new RegionGrid(regions), classes: 4, inputSize);
        using var block = branch.named_children().Single(child => child.name == "block").module;
        var halved = ((nn.Module<Tensor, Tensor>)block).call(map).shape[3];
        Assert.Equal((cells + stride - 1) / stride, halved);
        Assert.True(halved >= regions);
    }

    [Fact]
    public void A_point_without_a_cell_for_every_region_is_refused()
    {
        var stage = new HmtlStageOptions { Name = "x", Pretext = PretextKind.Puzzling, Regions = 3, Point = 4 };
        var experiment = new Experiment { Model = new ModelOptions { InputSize = 64 } };
        var error = Assert.Throws<UserErrorException>(() => stage.Validate(experiment));
        Assert.Contains("at point 4, where an input of 64 pixels has 2×2 cells left", error.Message, StringComparison.Ordinal);
        (stage with { Point = 3 }).Validate(experiment);
        (stage with { Heads = false }).Validate(experiment);
    }

    [Fact]
    public void Each_task_has_a_branch_of_its_own_and_no_other()
    {
        using var puzzling = new HmtlNetwork(Tiny.Network(), new PretextTask(PretextKind.Puzzling, new RegionGrid(3)), inputSize: 64);
        using var rotation = new HmtlNetwork(Tiny.Network(), new PretextTask(PretextKind.Rotation, new RegionGrid(2)), inputSize: 64);
        using var supervised = new HmtlNetwork(Tiny.Network(), null, inputSize: 64);
        Assert.Equal(["puzzling"], Parts(puzzling));
        Assert.Equal(["rotation"], Parts(rotation));
        Assert.Empty(Parts(supervised));
    }

    [Fact]
    public void The_branch_trains_the_stages_before_it_only()
    {
        using var scope = NewDisposeScope();
        using var network = new HmtlNetwork(Tiny.Network(), PuzzlingRotation, inputSize: 64, point: 2);
        var output = network.call(rand(4, 3, 64, 64)).Pretext;
        (output.Pieces!.sum() + output.Turns!.sum()).backward();
        var moved = network.Pose.named_parameters().Where(entry => entry.parameter.grad is not null).Select(entry => entry.name).ToList();
        Assert.Contains("backbone.layer2.0.conv2.weight", moved);
        Assert.DoesNotContain(moved, name => name.Contains("layer3") || name.Contains("layer4") || name.Contains("heads"));
    }

    private static byte[] Exported(PoseNetwork network)
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("model.onnx");
        var bins = network.Heads.Bins[0];
        var contract = new PoseModelContract
        {
            InputSize = 64,
            Crop = new CropRule(CropShape.Stretch, 1),
            Normalizer = PixelNormalizer.ImageNet,
            Output = BinOutput.Logits,
            Yaw = bins,
            Pitch = bins,
            Roll = bins,
            Run = "test",
        };
        PoseNetworkExporter.Write(network, contract, new ExportOptions(), path);
        return File.ReadAllBytes(path);
    }

    private static IEnumerable<string> Parts(HmtlNetwork network) => network.Branches.state_dict().Keys.Select(name => name.Split('.')[0]).Distinct().Order();
}
