using HeadTracker.Training.Export;
using HeadTracker.Training.Quantisation;

namespace HeadTracker.Training.Tests.Quantisation;

public class KernelQuantizerTests
{
    [Fact]
    public void Each_output_channel_has_the_scale_of_its_own_largest_weight()
    {
        // Largest weights 0.64 and 0.0128: scales 0.01 and 0.0002.
        var kernel = new Weight([2, 1, 1, 3], [0.64f, -0.5f, 0.014f, -0.0128f, 0.01f, 0]);
        var whole = KernelQuantizer.Quantize(kernel, new Weight([2], [0.3f, -0.001f]), inputScale: 0.5f);

        Assert.Equal([0.01f, 0.0002f], whole.Scales, (a, b) => MathF.Abs(a - b) < 1e-7f);
        Assert.Equal([64, -50, 1, -64, 50, 0], whole.Values);
        // 0.3 / (0.5 · 0.01) and -0.001 / (0.5 · 0.0002).
        Assert.Equal([60, -10], whole.Bias);
    }

    /// <summary>As VPMADDUBSW adds them on x86 processors without VNNI.</summary>
    [Fact]
    public void Two_products_fit_into_16_bits() =>
        Assert.InRange(2 * byte.MaxValue * KernelQuantizer.LargestWeight, short.MaxValue - 2 * byte.MaxValue, short.MaxValue);

    [Fact]
    public void A_channel_without_weights_keeps_its_bias()
    {
        var whole = KernelQuantizer.Quantize(new Weight([2, 1, 1, 1], [0, 1e-30f]), new Weight([2], [0, 5]), inputScale: 0.02f);

        Assert.Equal([0, 0], whole.Values);
        Assert.Equal(0, whole.Bias[0]);
        Assert.Equal(5, whole.Bias[1] * (double)whole.Scales[1] * 0.02, 1e-4);
    }
}
