using HeadTracker.Training.Networks;
using HeadTracker.Training.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Objectives;

/// <summary>The quasi-ensemble of the KD paper's §3.3: windows where the paper has them, features as one convolution over the whole image has them.</summary>
public sealed class SlidingNetworkTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(32)]
    public void Without_padding_it_is_the_network_alone(int stride)
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        using var sliding = new SlidingNetwork(network, new EnsembleGrid(stride, 0));
        var images = rand(3, 3, 64, 64);
        Assert.InRange(Difference(sliding.Probabilities(images), network.call(images).Finest.softmax(-1)), 0, 1e-5f);
    }

    /// <summary>
    /// Every value between those of the plain map is the plain map's of an image moved by as much, wherever no border is in sight: positions in
    /// pixels are then right for all strides, kernels and the pooling.
    /// </summary>
    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 2)]
    [InlineData(false, 8)]
    [InlineData(true, 4)]
    [InlineData(true, 16)]
    public void Finer_maps_are_the_plain_maps_of_moved_images(bool bottleneck, int stride)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        manual_seed(3);
        var shape = new ResNetShape([1, 1, 1, 1], 2, bottleneck);
        using var plain = new ResNet(shape);
        using var fine = new ResNet(shape, stride);
        fine.load_state_dict(plain.state_dict());
        plain.eval();
        fine.eval();
        var image = rand(1, 3, 448, 448);
        var dense = fine.call(image);
        Assert.Equal(448 / stride, dense.shape[3]);
        foreach (var offset in new[] { 0, stride, 32 - stride, 16 })
        {
            if (offset % stride != 0) continue;
            var moved = plain.call(image[.., .., offset.., (offset / 2 * 2 / stride * stride)..]);
            var down = offset / stride;
            var right = offset / 2 * 2 / stride;
            var step = 32 / stride;
            // Cell 7 of 14: no border is within reach of what it sees.
            var expected = moved[0, .., 6, 6];
            var actual = dense[0, .., down + 6 * step, right + 6 * step];
            Assert.InRange(Difference(actual, expected), 0, 1e-4f);
        }
    }

    /// <summary>226 × 226 pixels have 3 × 3 windows, one pixel apart: here 66 with a network of 64, each window's mean taken by hand.</summary>
    [Fact]
    public void Its_windows_are_the_papers()
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        using var network = Network();
        using var sliding = new SlidingNetwork(network, new EnsembleGrid(1, 1));
        using var fine = new ResNet(network.Definition.Shape, 1);
        fine.load_state_dict(network.Backbone.state_dict());
        fine.eval();
        var image = rand(1, 3, 66, 66);
        var features = fine.call(image);
        Assert.Equal([1, network.Definition.Shape.Features, 66, 66], features.shape);

        var sum = zeros(1, 3, 198);
        for (var y = 0; y < 3; y++)
        {
            for (var x = 0; x < 3; x++)
            {
                // A window of 64 pixels has 2 × 2 cells, 32 pixels apart.
                var cells = features[.., .., y, x] + features[.., .., y, x + 32] + features[.., .., y + 32, x] + features[.., .., y + 32, x + 32];
                sum += network.Heads.call(cells / 4).Finest.softmax(-1);
            }
        }

        Assert.InRange(Difference(sliding.Probabilities(image), sum / 9), 0, 1e-5f);
    }

    [Fact]
    public void Large_batches_are_worked_off_in_parts()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        using var sliding = new SlidingNetwork(network, new EnsembleGrid(16, 16));
        var images = rand(9, 3, 96, 96);
        var together = sliding.Probabilities(images);
        for (var i = 0; i < 9; i++) Assert.InRange(Difference(together[i], sliding.Probabilities(images[i..(i + 1)])[0]), 0, 1e-5f);
    }

    private static PoseNetwork Network()
    {
        var network = Tiny.Network();
        network.eval();
        return network;
    }

    private static float Difference(Tensor a, Tensor b) => (a - b).abs().max().item<float>();
}
