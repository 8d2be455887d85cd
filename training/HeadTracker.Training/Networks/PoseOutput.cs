using HeadTracker.Contract;
using static TorchSharp.torch;

namespace HeadTracker.Training.Networks;

/// <summary>What a <see cref="PoseNetwork"/> says about a batch. Angles come in the order yaw, pitch, roll throughout.</summary>
/// <param name="Bins">The RvC heads' specifications, finest first.</param>
/// <param name="Logits">One tensor (B, 3, bins of that head) per specification.</param>
/// <param name="Regression">Degrees (B, 3) from the regression head, or null where the network has none.</param>
public sealed record PoseOutput(IReadOnlyList<BinSpecification> Bins, IReadOnlyList<Tensor> Logits, Tensor? Regression)
{
    /// <summary>The finest head's logits (B, 3, bins): the ones that predict in test mode (§3.2).</summary>
    public Tensor Finest => Logits[0];
}
