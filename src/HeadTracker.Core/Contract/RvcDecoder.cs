using System.Numerics.Tensors;

namespace HeadTracker.Contract;

/// <summary>An angle read from a bin distribution.</summary>
/// <param name="Degrees">The distribution's expectation.</param>
/// <param name="Spread">Its standard deviation in degrees: what the network thinks it does not know.</param>
public readonly record struct DecodedAngle(float Degrees, float Spread);

/// <summary>
/// Regression via classification, the KD paper's equation 2: ξ = ⟨c, softmax(ξ_out)⟩, with c the bins' centres. Thread-safe.
/// </summary>
public sealed class RvcDecoder
{
    private readonly float[] _centers;

    /// <summary>Decodes heads with these bins.</summary>
    /// <param name="bins">How the angle is cut into classes.</param>
    /// <param name="output">What the network gives per bin.</param>
    public RvcDecoder(BinSpecification bins, BinOutput output)
    {
        Bins = bins;
        Output = output;
        _centers = [.. Enumerable.Range(0, bins.Count).Select(bins.CenterOf)];
    }

    /// <summary>How the angle is cut into classes.</summary>
    public BinSpecification Bins { get; }

    /// <summary>What the network gives per bin.</summary>
    public BinOutput Output { get; }

    /// <summary>Decodes one head's output for one face.</summary>
    /// <param name="scores">Logits or probabilities, one per bin; overwritten by the probabilities.</param>
    public DecodedAngle Decode(Span<float> scores)
    {
        if (Output == BinOutput.Logits)
        {
            // Softmax does not change with an offset; without this one, large logits overflow.
            TensorPrimitives.Subtract(scores, TensorPrimitives.Max<float>(scores), scores);
            TensorPrimitives.SoftMax<float>(scores, scores);
        }

        var mean = TensorPrimitives.Dot(scores, _centers);

        var variance = 0f;
        for (var i = 0; i < scores.Length; i++)
        {
            var distance = _centers[i] - mean;
            variance += scores[i] * distance * distance;
        }

        return new DecodedAngle(mean, MathF.Sqrt(variance));
    }
}
