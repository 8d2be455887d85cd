using HeadTracker.Contract;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Objectives;

/// <summary>The classes of angles on a batch, as <see cref="BinSpecification.IndexOf"/> gives them one by one.</summary>
public static class BinTargets
{
    /// <summary>Degrees (B, 3) → class indices (B, 3), int64.</summary>
    public static Tensor Of(Tensor degrees, BinSpecification bins)
    {
        using var scope = NewDisposeScope();
        var index = ((degrees + bins.Range) / bins.BinSize).floor().clamp(0, bins.Count - 1);
        return index.to(ScalarType.Int64).MoveToOuterDisposeScope();
    }
}
