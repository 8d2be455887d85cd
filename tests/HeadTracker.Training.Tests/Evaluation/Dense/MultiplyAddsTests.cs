using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Pretext;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Evaluation.Dense;

public sealed class MultiplyAddsTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    // Layer by layer from He et al. 2016, table 1, with torchvision's strides and without the classifier: the 1.82 and 4.09 thousand million known of them.
    [Theory]
    [InlineData(Backbone.ResNet18, 1_813_561_344)]
    [InlineData(Backbone.ResNet50, 4_087_136_256)]
    public void Residual_networks_take_what_is_known_of_them(Backbone backbone, long expected)
    {
        using var network = new ResNet(ResNetShape.Of(backbone));
        Assert.Equal(expected, MultiplyAdds.Of(network, 224, 224));
    }

    /// <summary>
    /// Libtorch's convolution of 5×3 kernels in two groups, with a stride: 8 outputs of 2 · 15 products at 4 × 6 places. Ours of 8 to 4 channels: 72 · 4 at
    /// each. A dense layer of 4 to 7, with its bias that multiplies nothing.
    /// </summary>
    [Fact]
    public void Every_layer_counts_its_weights_at_every_place()
    {
        using var network = nn.Sequential(
            nn.Conv2d(3, 4, 1),
            nn.Conv2d(4, 8, (5, 3), stride: (2, 2), padding: (2, 1), groups: 2),
            new Convolution(8, 4, 3, dilation: 2),
            nn.BatchNorm2d(4),
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(),
            nn.Linear(4, 7));
        Assert.Equal(8 * 12 * 3 * 4 + 24 * 8 * 2 * 15 + 24 * 4 * 72 + 28, MultiplyAdds.Of(network, 8, 12));
        Assert.Equal(3 * 4 + 4 + 8 * 30 + 8 + 288 + 8 + 28 + 7, ParameterCount.Of(network));
    }

    [Fact]
    public void The_network_is_left_as_it_was()
    {
        using var network = Tiny.Network();
        network.train();
        network.Heads.eval();
        var before = network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        var backbone = MultiplyAdds.Of(network.Backbone, 32, 32);
        // The heads: 4 · 8 features, and of each angle 198 degrees in bins of 1 to 4 beside the regression.
        var outputs = network.Heads.Bins.Sum(bins => 3 * bins.Count) + 3;
        Assert.Equal(backbone + 32 * outputs, MultiplyAdds.Of(network, 32, 32));
        Assert.Equal(backbone + 32 * outputs, MultiplyAdds.Of(network, 32, 32));

        Assert.True(network.training && network.Backbone.training);
        Assert.False(network.Heads.training);
        foreach (var (name, value) in network.state_dict()) Assert.True(value.eq(before[name]).all().item<bool>(), name);
    }

    [Fact]
    public void A_trunk_and_its_heads_count_together_and_what_they_share_once()
    {
        using var network = new HmtlNetwork(Tiny.Network(), new PretextTask(PretextKind.Puzzling, new RegionGrid(2)), 32);
        var whole = MultiplyAdds.Of(network, 32, 32);
        var apart = MultiplyAdds.Of([network.Pose, network.Branches], 32, 32, image =>
        {
            network.Pose.call(image);
            network.Branches.call(network.Pose.Backbone.FeaturesAt(image, HmtlNetwork.BestPoint));
        });
        // The second way runs the stages up to the point twice.
        var twice = MultiplyAdds.Of([network.Pose], 32, 32, image => network.Pose.Backbone.FeaturesAt(image, HmtlNetwork.BestPoint));
        Assert.Equal(whole + twice, apart);
        Assert.Equal(ParameterCount.Of(network), ParameterCount.Of(network.Pose, network.Branches, network));
        Assert.Equal(network.parameters().Sum(parameter => parameter.numel()), ParameterCount.Of(network));
    }
}
