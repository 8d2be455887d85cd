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

    /// <summary>Eq. 3: θ·tanh reaches its ends, ±99°, where the layer's output is large, is 0 at 0 and 99·tanh(1) at 1.</summary>
    [Fact]
    public void The_regression_heads_range_is_the_papers()
    {
        using var scope = NewDisposeScope();
        using var heads = new PoseHeads(1, [new HeadTracker.Contract.BinSpecification(1, 99)], regression: true);
        var parameters = heads.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);
        using (no_grad())
        {
            parameters["regression.weight"].fill_(1);
            parameters["regression.bias"].fill_(0);
        }

        float[] degrees = [.. heads.call(tensor(new float[] { -20, 0, 1, 20 }).view(4, 1)).Regression!.select(1, 0).data<float>()];
        Assert.Equal(-99, degrees[0], 1e-4f);
        Assert.Equal(0, degrees[1], 1e-6f);
        Assert.Equal(99 * MathF.Tanh(1), degrees[2], 1e-4f);
        Assert.Equal(99, degrees[3], 1e-4f);
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
