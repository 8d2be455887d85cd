using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Augmentation;

/// <summary>Histograms of bytes and look-up tables, for many planes at once. Callers hold a dispose scope.</summary>
internal static class Histograms
{
    public const int Levels = 256;

    /// <summary>Bytes as int64 (n, pixels) → counts float32 (n, 256).</summary>
    public static Tensor Of(Tensor levels) =>
        zeros(levels.shape[0], Levels, device: levels.device).scatter_add_(1, levels, ones_like(levels, ScalarType.Float32));

    /// <summary>Table (n, 256) at bytes as int64 (n, pixels) → (n, pixels).</summary>
    public static Tensor LookUp(Tensor table, Tensor levels) => table.gather(1, levels);
}
