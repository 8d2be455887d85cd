using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Affinity;

/// <summary>
/// How differently a network represents images (representational dissimilarity matrix: thesis of Vandenhende 2022, 4.3.1): 1 - Pearson's correlation of the
/// features of every two of them.
/// </summary>
public static class Dissimilarity
{
    /// <summary>The entries above the diagonal, row by row: K·(K-1)/2 numbers from 0 to 2.</summary>
    /// <param name="features">Of K images, (K, …), any precision. Images whose features are all the same number are as different as can be: 1.</param>
    public static double[] Of(Tensor features)
    {
        using var scope = NewDisposeScope();
        var flat = features.flatten(1).to(ScalarType.Float64);
        var centred = nn.functional.normalize(flat - flat.mean([1], keepdim: true), dim: 1);
        var distances = 1 - centred.mm(centred.t());
        var count = (int)distances.shape[0];
        var above = triu_indices(count, count, 1, device: distances.device);
        return distances.index(TensorIndex.Tensor(above[0]), TensorIndex.Tensor(above[1])).cpu().data<double>().ToArray();
    }
}
