namespace HeadTracker.Training.Export;

/// <summary>
/// A convolution followed by a batch norm in inference mode is one convolution:
/// <code>γ·(W*x - μ)/√(σ² + ε) + β = (W·g)*x + (β - μ·g),   g = γ/√(σ² + ε)</code>
/// </summary>
public static class BatchNormFolding
{
    /// <summary>ε of torchvision's batch norms.</summary>
    private const double Epsilon = 1e-5;

    /// <param name="convolution">(outputs, inputs, kernel height, kernel width), without bias.</param>
    /// <param name="gamma">The batch norm's weight, (outputs).</param>
    /// <param name="beta">Its bias.</param>
    /// <param name="mean">Its running mean μ.</param>
    /// <param name="variance">Its running variance σ².</param>
    public static (Weight Kernel, Weight Bias) Fold(Weight convolution, Weight gamma, Weight beta, Weight mean, Weight variance)
    {
        var outputs = convolution.Shape[0];
        var kernel = (float[])convolution.Values.Clone();
        var bias = new float[outputs];
        for (var output = 0; output < outputs; output++)
        {
            var gain = gamma.Values[output] / Math.Sqrt(variance.Values[output] + Epsilon);
            bias[output] = (float)(beta.Values[output] - mean.Values[output] * gain);
            foreach (ref var value in kernel.AsSpan(output * convolution.Stride, convolution.Stride)) value = (float)(value * gain);
        }

        return (new Weight(convolution.Shape, kernel), new Weight([outputs], bias));
    }
}
