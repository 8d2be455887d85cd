using HeadTracker.Training.Export;
using HeadTracker.Training.Networks;
using HeadTracker.Training.Quantisation;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Tests.Networks;

public sealed class FakeQuantizerTests
{
    /// <summary>-1 … 1.55 in 255 steps of 0.01.</summary>
    [Fact]
    public void Activations_come_out_in_steps_of_their_range_with_zero_among_them()
    {
        using var scope = NewDisposeScope();
        using var quantizer = Training();
        var values = tensor([-1, -0.013f, 0, 0.004f, 0.006f, 0.777f, 1.55f, 0.25f]).reshape(1, 2, 2, 2);

        var rounded = quantizer.call(values);

        Assert.Equal([-1, -0.01f, 0, 0, 0.01f, 0.78f, 1.55f, 0.25f], rounded.flatten().data<float>(), (a, b) => MathF.Abs(a - b) < 1e-6f);
        Assert.Equal(values.shape, rounded.shape);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void What_few_values_exceed_saturates_and_learns_nothing_there(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var quantizer = Training();
        // Two of 40,000: as many as saturate at each end.
        var values = linspace(0, 1, 40_000).index_put_(tensor(100f), TensorIndex.Tensor(tensor([10L, 20L]))).requires_grad_();

        var rounded = quantizer.call(values.reshape(1, 100, 100, 4).permute(0, 3, 1, 2).to(type));
        rounded.sum().backward();

        Assert.Equal(type, rounded.dtype);
        Assert.Equal(1, rounded.max().to(ScalarType.Float32).item<float>(), 0.01f);
        var learnt = values.grad!.data<float>().ToArray();
        Assert.Equal((0, 0), (learnt[10], learnt[20]));
        Assert.All(learnt[21..39_000], gradient => Assert.Equal(1, gradient));
    }

    /// <summary>What is simulated is what <c>train quantize</c> does.</summary>
    [Fact]
    public void Kernels_and_activations_round_as_the_quantisers_do()
    {
        using var scope = NewDisposeScope();
        using var quantizer = Training();
        manual_seed(5);
        var kernel = randn(6, 4, 3, 3);
        var whole = KernelQuantizer.Quantize(new Weight([6, 4, 3, 3], [.. kernel.data<float>()]), new Weight([6], new float[6]), inputScale: 1);
        Assert.Equal(whole.Values.Select((value, i) => value * whole.Scales[i / 36]), quantizer.Kernel(kernel).data<float>(), (a, b) => MathF.Abs(a - b) < 1e-6f);

        var values = randn(1, 2, 8, 8);
        var grid = ActivationScale.Covering(values.min().item<float>(), values.max().item<float>());
        Assert.Equal(
            values.data<float>().Select(value => grid.Dequantize(grid.Quantize(value))), quantizer.call(values).data<float>(), (a, b) => MathF.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void Networks_round_only_when_turned_on_and_only_while_they_learn()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var network = new ResNet(new ResNetShape([1, 1, 1, 2], 4, Bottleneck: false));
        using var bottlenecks = new ResNet(new ResNetShape([1, 1, 1, 2], 4, Bottleneck: true));
        foreach (var encoder in new[] { network, bottlenecks })
        {
            var images = randn(3, 3, 64, 64);
            var names = encoder.state_dict().Keys.ToList();
            var plain = encoder.call(images);
            FakeQuantizer.TurnOn(encoder);
            var rounded = encoder.call(images);

            var change = (rounded - plain).abs().max().item<float>();
            Assert.InRange(change, 1e-4f, 0.3f * plain.max().item<float>());
            Assert.InRange(rounded.unique().output.numel(), 2, 256);
            Assert.Equal(names, encoder.state_dict().Keys);
            encoder.eval();
            var measured = encoder.call(images);
            Assert.True(measured.unique().output.numel() > 256);
        }
    }

    private static FakeQuantizer Training()
    {
        var quantizer = new FakeQuantizer();
        FakeQuantizer.TurnOn(quantizer);
        quantizer.train();
        return quantizer;
    }
}
