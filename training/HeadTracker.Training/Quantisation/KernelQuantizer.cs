using HeadTracker.Training.Export;

namespace HeadTracker.Training.Quantisation;

/// <summary>A convolution in whole numbers: kernel = Values · Scales[output channel], bias = Bias · input scale · Scales[output channel].</summary>
/// <param name="Values">-64 … 64, in the kernel's order.</param>
/// <param name="Scales">One per output channel.</param>
/// <param name="Bias">One per output channel, in the units in which the products are summed.</param>
public sealed record QuantizedKernel(sbyte[] Values, float[] Scales, int[] Bias);

/// <summary>
/// Symmetric int8 with a scale per output channel: after batch-norm folding the channels' weights differ by orders of magnitude,
/// and one scale for all would round the small ones away.
/// </summary>
/// <remarks>
/// Of eight bits seven are used. x86 processors without VNNI instructions (most before 2022) add two products of a byte of activation and one of weight in
/// 16 bits and saturate there, which 255 · 64 · 2 does not reach.
/// </remarks>
public static class KernelQuantizer
{
    /// <summary>Of a channel's weights.</summary>
    public const int LargestWeight = 64;

    /// <summary>Sums of products stay far from 2³¹ when the bias uses at most half of it.</summary>
    private const float LargestBias = 1 << 30;

    /// <param name="kernel">(outputs, …).</param>
    /// <param name="bias">(outputs).</param>
    /// <param name="inputScale">Of the convolution's input.</param>
    public static QuantizedKernel Quantize(Weight kernel, Weight bias, float inputScale)
    {
        var outputs = kernel.Shape[0];
        var values = new sbyte[kernel.Values.Length];
        var scales = new float[outputs];
        var wholeBias = new int[outputs];
        for (var output = 0; output < outputs; output++)
        {
            var weights = kernel.Values.AsSpan(output * kernel.Stride, kernel.Stride);
            var largest = 0f;
            foreach (var weight in weights) largest = MathF.Max(largest, MathF.Abs(weight));

            // A channel of (nearly) no weights with a real bias takes its scale from the bias: it must fit into 32 bits.
            var scale = MathF.Max(largest / LargestWeight, MathF.Abs(bias.Values[output]) / (inputScale * LargestBias));
            if (!(scale > 0)) scale = 1;
            scales[output] = scale;
            for (var i = 0; i < weights.Length; i++) values[output * kernel.Stride + i] = (sbyte)MathF.Round(weights[i] / scale);
            wholeBias[output] = (int)Math.Round((double)bias.Values[output] / ((double)inputScale * scale));
        }

        return new QuantizedKernel(values, scales, wholeBias);
    }
}
