using HeadTracker.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Networks;

public sealed class WideningTests
{
    private const int Narrow = 4;

    [Theory]
    [InlineData(false, 4)]
    [InlineData(false, 6)]
    [InlineData(false, 8)]
    [InlineData(true, 10)]
    public void A_widened_encoder_is_the_same_function(bool bottleneck, int width)
    {
        using var scope = NewDisposeScope();
        var (narrow, wide) = Pair(bottleneck, width);
        var images = rand(2, 3, 64, 64);

        var features = narrow.call(images);
        var copies = wide.call(images);

        Assert.True(features.std().item<float>() > 0.01f, "the features are constant, so the comparison says nothing");
        for (var channel = 0; channel < wide.Shape.Features; channel++)
        {
            var difference = (copies[.., channel] - features[.., channel % narrow.Shape.Features]).abs().max().item<float>();
            Assert.True(difference < 1e-4f * features.abs().max().item<float>(), $"channel {channel} differs by {difference}");
        }
    }

    [Fact]
    public void Copies_of_a_channel_part_in_training()
    {
        using var scope = NewDisposeScope();
        var (_, wide) = Pair(bottleneck: false, 2 * Narrow);
        wide.train();
        wide.call(rand(4, 3, 64, 64)).square().mean().backward();

        // Filters c and c + 4 are equal still; what they learn is not.
        var first = wide.parameters().First();
        Assert.Equal(0, (first[..Narrow] - first[Narrow..]).abs().max().item<float>());
        var gradient = first.grad!;
        Assert.True((gradient[..Narrow] - gradient[Narrow..]).abs().max().item<float>() > 0.01f * gradient.abs().max().item<float>());
    }

    /// <summary>An encoder with weights and statistics unlike those it starts with, and a wider one made from it; both in evaluation mode.</summary>
    private static (ResNet Narrow, ResNet Wide) Pair(bool bottleneck, int width)
    {
        manual_seed(7);
        var shape = new ResNetShape([1, 2, 1, 1], Narrow, bottleneck);
        var narrow = new ResNet(shape);
        using (no_grad())
        {
            foreach (var tensor in narrow.state_dict().Values)
            {
                if (tensor.dim() == 1) tensor.copy_(rand_like(tensor) + 0.5);
            }
        }

        var wide = new ResNet(shape with { Width = width });
        Widening.Copy(narrow, wide);
        narrow.eval();
        wide.eval();
        return (narrow, wide);
    }
}
