using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>Brings feature maps to one size, which is always the other map's own: sides that are odd are no double of the coarser one's.</summary>
internal static class Scaling
{
    /// <summary>(B, C, …) → (B, C, H, W) by bilinear interpolation; the same map where it has that size.</summary>
    public static Tensor To(Tensor map, long height, long width) => map.shape[2] == height && map.shape[3] == width
        ? map
        : functional.interpolate(map, [height, width], mode: InterpolationMode.Bilinear, align_corners: false);

    /// <inheritdoc cref="To(Tensor, long, long)"/>
    public static Tensor To(Tensor map, Tensor like) => To(map, like.shape[2], like.shape[3]);

    /// <summary>Maps (B, C_s, …), the finest first → (B, Σ C_s, H, W) at the finest's size.</summary>
    public static Tensor Together(IReadOnlyList<Tensor> maps) =>
        maps.Count == 1 ? maps[0].alias() : cat([.. maps.Select(map => To(map, maps[0]))], 1);
}
