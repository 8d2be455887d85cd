using static TorchSharp.torch;

namespace HeadTracker.Training.Objectives;

/// <summary>The mean over a batch, in which labels of little worth may weigh less.</summary>
internal static class WeightedMean
{
    /// <param name="perSample">(B).</param>
    /// <param name="weights">(B), none negative and not all zero; null weighs all the same.</param>
    public static Tensor Of(Tensor perSample, Tensor? weights) =>
        weights is null ? perSample.mean() : (perSample * weights).sum() / weights.sum();
}
