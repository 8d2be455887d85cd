using HeadTracker.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Networks;

public sealed class ResNetTests
{
    // Parameters of torchvision's networks less those of their classifier.
    [Theory]
    [InlineData(Backbone.ResNet18, 11_176_512)]
    [InlineData(Backbone.ResNet34, 21_284_672)]
    [InlineData(Backbone.ResNet50, 23_508_032)]
    [InlineData(Backbone.ResNet101, 42_500_160)]
    [InlineData(Backbone.ResNet152, 58_143_808)]
    public void Has_as_many_parameters_as_the_original(Backbone backbone, long expected)
    {
        using var network = new ResNet(ResNetShape.Of(backbone));
        Assert.Equal(expected, network.parameters().Sum(parameter => parameter.numel()));
    }

    [Fact]
    public void Parameters_and_buffers_bear_torchvisions_names()
    {
        using var network = new ResNet(ResNetShape.Of(Backbone.ResNet50) with { Width = 4 });
        var names = network.state_dict().ToDictionary(entry => entry.Key, entry => string.Join('x', entry.Value.shape));

        Assert.Equal("4x3x7x7", names["conv1.weight"]);
        Assert.Equal("4", names["bn1.running_var"]);
        Assert.Equal("16x4x1x1", names["layer1.0.downsample.0.weight"]);
        Assert.Equal("16", names["layer1.0.downsample.1.bias"]);
        Assert.Equal("8x8x3x3", names["layer2.3.conv2.weight"]);
        Assert.Equal("128", names["layer4.2.bn3.running_mean"]);
        // 53 convolutions, 53 batch norms of 5 tensors each.
        Assert.Equal(53 + 53 * 5, names.Count);
    }

    [Theory]
    [InlineData(Backbone.ResNet18, 64, 2)]
    [InlineData(Backbone.ResNet50, 70, 3)]
    public void Feature_maps_are_32_times_smaller_rounded_up(Backbone backbone, int side, int expected)
    {
        using var scope = NewDisposeScope();
        using var network = new ResNet(ResNetShape.Of(backbone) with { Width = 4 });
        network.eval();
        var features = network.call(rand(2, 3, side, side));
        Assert.Equal([2, network.Shape.Features, expected, expected], features.shape);
    }

    [Fact]
    public void Convolutions_start_with_the_variance_of_He_et_al()
    {
        manual_seed(1);
        using var scope = NewDisposeScope();
        using var network = new ResNet(ResNetShape.Of(Backbone.ResNet18));
        var weight = network.state_dict()["layer3.0.conv2.weight"];
        Assert.InRange(weight.std().item<float>() / MathF.Sqrt(2f / (256 * 9)), 0.99f, 1.01f);
    }
}
