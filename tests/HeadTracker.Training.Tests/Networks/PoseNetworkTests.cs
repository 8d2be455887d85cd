using HeadTracker.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Networks;

public sealed class PoseNetworkTests
{
    [Fact]
    public void Has_four_RvC_heads_and_a_bounded_regression_head()
    {
        using var scope = NewDisposeScope();
        using var network = Tiny.Network();
        var output = network.call(rand(3, 3, 32, 32) * 50);

        Assert.Equal([198L, 99L, 66L, 50L], output.Logits.Select(logits => logits.shape[2]));
        Assert.All(output.Logits, logits => Assert.Equal([3L, 3L], logits.shape[..2]));
        Assert.Equal([3L, 3L], output.Regression!.shape);
        Assert.InRange(output.Regression.abs().max().item<float>(), 0, 99);
        Assert.Equal(198, output.Finest.shape[2]);
    }

    [Fact]
    public void Without_its_regularisers_it_predicts_the_same()
    {
        using var scope = NewDisposeScope();
        using var network = Tiny.Network();
        network.eval();
        using var slim = network.WithoutRegularisers();
        slim.eval();
        var images = rand(2, 3, 32, 32);

        Assert.Null(slim.call(images).Regression);
        Assert.Single(slim.call(images).Logits);
        Assert.Equal(network.call(images).Finest.data<float>().ToArray(), slim.call(images).Finest.data<float>().ToArray());
    }

    [Fact]
    public void Sliding_over_an_image_of_its_own_size_is_the_plain_forward()
    {
        using var scope = NewDisposeScope();
        using var network = Tiny.Network();
        network.eval();
        var images = rand(2, 3, 64, 64);
        var difference = (network.call(images).Finest - network.ForwardSliding(images, 64).Finest).abs().max().item<float>();
        Assert.InRange(difference, 0, 1e-5f);
        Assert.Equal(2 * 4, network.ForwardSliding(rand(2, 3, 96, 96), 64).Finest.shape[0]);
    }

    [Fact]
    public void Expectation_on_tensors_equals_the_decoder()
    {
        using var scope = NewDisposeScope();
        var bins = new HeadTracker.Contract.BinSpecification(3, 99);
        var logits = randn(1, 3, bins.Count) * 3;
        var expected = new HeadTracker.Contract.RvcDecoder(bins, HeadTracker.Contract.BinOutput.Logits);
        var degrees = RvcExpectation.OfLogits(logits, bins).data<float>().ToArray();
        for (var angle = 0; angle < 3; angle++)
        {
            Assert.Equal(expected.Decode(logits[0, angle].data<float>().ToArray()).Degrees, degrees[angle], 3);
        }
    }
}
