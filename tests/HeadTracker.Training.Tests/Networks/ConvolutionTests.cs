using HeadTracker.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Networks;

public sealed class ConvolutionTests
{
    [Fact]
    public void Is_the_plain_convolution_in_float32()
    {
        using var scope = NewDisposeScope();
        using var convolution = new Convolution(3, 5, 3, stride: 2);
        var input = randn(2, 3, 9, 9);
        var expected = nn.functional.conv2d(input, convolution.Weight, strides: [2, 2], padding: [1, 1]);
        Assert.Equal([2, 5, 5, 5], expected.shape);
        Assert.Equal(0, (convolution.call(input) - expected).abs().max().item<float>());
    }

    /// <summary>oneDNN errs for some of these, so they are compared in float64, which it does not take.</summary>
    [Theory]
    [InlineData(4, 8, 2, 16)]
    [InlineData(12, 24, 2, 15)]
    [InlineData(10, 40, 1, 7)]
    [InlineData(64, 128, 2, 28)]
    [InlineData(64, 256, 1, 4)]
    public void A_kernel_of_one_pixel_has_the_plain_convolutions_output_and_gradients(int channels, int outputs, int stride, int size)
    {
        manual_seed(3);
        using var scope = NewDisposeScope();
        using var convolution = new Convolution(channels, outputs, 1, stride);
        var input = randn(8, size, size, channels).permute(0, 3, 1, 2).requires_grad_(true);
        var plainInput = input.detach().to(ScalarType.Float64).requires_grad_(true);
        var plainWeight = convolution.Weight.detach().to(ScalarType.Float64).requires_grad_(true);
        var target = randn(8, outputs, (size + stride - 1) / stride, (size + stride - 1) / stride);

        var output = convolution.call(input);
        (output * target).sum().backward();
        var plain = nn.functional.conv2d(plainInput, plainWeight, strides: [stride, stride]);
        (plain * target).sum().backward();

        AssertNear(plain, output);
        AssertNear(plainWeight.grad!, convolution.Weight.grad!);
        AssertNear(plainInput.grad!, input.grad!);

        static void AssertNear(Tensor expected, Tensor value) =>
            Assert.InRange((value - expected).norm().item<double>() / expected.norm().item<double>(), 0, 1e-6);
    }

    [Fact]
    public void Works_in_bfloat16_and_hands_float32_gradients_to_its_weights()
    {
        manual_seed(2);
        using var scope = NewDisposeScope();
        using var convolution = new Convolution(16, 8, 3);
        var input = randn(4, 16, 12, 12);
        var target = randn(4, 8, 12, 12);

        var exact = Run(convolution, input, target, ScalarType.Float32);
        var rounded = Run(convolution, input, target, ScalarType.BFloat16);

        Assert.Equal(ScalarType.BFloat16, rounded.Output.dtype);
        Assert.Equal(ScalarType.Float32, rounded.Gradient.dtype);
        // bfloat16 keeps 8 bits: errors of 2⁻⁹ per factor, averaged over the 144 products of a sum.
        Assert.InRange(RelativeError(rounded.Output.to(ScalarType.Float32), exact.Output), 1e-4, 6e-3);
        Assert.InRange(RelativeError(rounded.Gradient, exact.Gradient), 1e-4, 1e-2);
    }

    [Fact]
    public void Weights_lie_channels_last()
    {
        using var convolution = new Convolution(6, 4, 3);
        Assert.Equal([54, 1, 18, 6], convolution.Weight.stride());
    }

    private static (Tensor Output, Tensor Gradient) Run(Convolution convolution, Tensor input, Tensor target, ScalarType precision)
    {
        convolution.zero_grad();
        var output = convolution.call(input.to(precision));
        (output.to(ScalarType.Float32) * target).sum().backward();
        return (output.detach(), convolution.Weight.grad!.clone());
    }

    private static double RelativeError(Tensor value, Tensor expected) => (value - expected).norm().item<float>() / expected.norm().item<float>();
}
