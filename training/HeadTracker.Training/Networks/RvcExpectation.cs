using HeadTracker.Contract;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Networks;

/// <summary>The KD paper's eq. 2 on tensors: ξ = ⟨c, softmax(ξ_out)⟩. <see cref="RvcDecoder"/> does the same for one face.</summary>
public static class RvcExpectation
{
    /// <summary>Bin centres in degrees, (bins).</summary>
    public static Tensor CentersOf(BinSpecification bins, Device device) =>
        tensor(Enumerable.Range(0, bins.Count).Select(bins.CenterOf).ToArray(), device: device);

    /// <summary>Probabilities (B, 3, bins) → degrees (B, 3).</summary>
    public static Tensor Of(Tensor probabilities, BinSpecification bins)
    {
        using var centers = CentersOf(bins, probabilities.device);
        return probabilities.matmul(centers);
    }

    /// <summary>Logits (B, 3, bins) → degrees (B, 3).</summary>
    public static Tensor OfLogits(Tensor logits, BinSpecification bins)
    {
        using var probabilities = logits.softmax(-1);
        return Of(probabilities, bins);
    }
}
