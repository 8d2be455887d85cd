using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Networks;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Networks;

public sealed class HighResolutionEncoderTests : IDisposable
{
    private static readonly HighResolutionShape Narrow = new() { Width = 4, Modules = [1, 1, 1], Blocks = 1, Stem = 8 };

    private readonly IDisposable _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(64, new[] { 16, 8, 4, 2 }, false)]
    [InlineData(50, new[] { 13, 7, 4, 2 }, true)]
    public void Four_scales_are_a_quarter_to_a_32nd_of_the_image(int input, int[] sides, bool bfloat16)
    {
        using var encoder = new HighResolutionEncoder(Narrow);
        using var trunk = new ResNet(new ResNetShape([1, 1, 1, 1], 1, Bottleneck: false));
        var leaf = Assert.Single(encoder.call(trunk, rand(2, 3, input, input).to(bfloat16 ? ScalarType.BFloat16 : ScalarType.Float32)));
        Assert.Equal(sides.Select((side, scale) => $"2 {4 << scale} {side} {side}"), leaf.Select(map => string.Join(' ', map.shape)));
    }

    [Fact]
    public void Every_scale_sees_every_other_and_the_whole_image()
    {
        using var encoder = new HighResolutionEncoder(Narrow);
        using var trunk = new ResNet(new ResNetShape([1, 1, 1, 1], 1, Bottleneck: false));
        for (var scale = 0; scale < 4; scale++)
        {
            encoder.zero_grad();
            encoder.call(trunk, rand(2, 3, 64, 64))[0][scale].square().sum().backward();
            // In the last module all branches feed all.
            Assert.All(encoder.named_parameters().Where(entry => entry.name.StartsWith("stages.2.0.branches", StringComparison.Ordinal)
                && entry.name.EndsWith("conv1.weight", StringComparison.Ordinal)),
                entry => Assert.True(entry.parameter.grad!.abs().sum().item<float>() > 0, $"{entry.name} at scale {scale}"));
        }
    }

    /// <summary>
    /// Wang et al. (2020) and their model zoo give 9.6 M parameters for HRNet-W18 with its head for dense tasks, 65.9 M for W48 and 3.9 M for W18-small-v2; the
    /// head is a 1×1 convolution over all channels and one to the classes, 0.1 and 0.5 M.
    /// </summary>
    [Theory]
    [InlineData(18, 4, new[] { 1, 4, 3 }, 9.4, 9.65)]
    [InlineData(48, 4, new[] { 1, 4, 3 }, 65, 65.9)]
    [InlineData(18, 2, new[] { 1, 3, 2 }, 3.75, 3.95)]
    public void Shapes_are_the_published_ones(int width, int blocks, int[] modules, double least, double most)
    {
        using var encoder = new HighResolutionEncoder(new HighResolutionShape { Width = width, Blocks = blocks, Modules = modules });
        Assert.InRange(ParameterCount.Of(encoder) / 1e6, least, most);
    }
}
