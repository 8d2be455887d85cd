using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Augmentation;

/// <summary>Spreads each channel's histogram: level v becomes round(255 · (N(≤ v) - N(min)) / (N - N(min))).</summary>
public static class Equalize
{
    /// <param name="images">uint8 RGB (n, 3, H, W).</param>
    public static Tensor Apply(Tensor images)
    {
        using var scope = NewDisposeScope();
        var planes = images.reshape(images.shape[0] * 3, -1).to(ScalarType.Int64);
        var histogram = Histograms.Of(planes);
        var cumulative = histogram.cumsum(1);
        // Pixels at the darkest level present; a plane of one level stays as it is.
        var darkest = planes.amin([1], keepdim: true);
        var offset = histogram.gather(1, darkest);
        var rest = planes.shape[1] - offset;
        var spread = ((cumulative - offset) * (255f / rest.clamp_min(1))).round().clamp(0, 255);
        var flat = arange(Histograms.Levels, ScalarType.Float32, images.device).unsqueeze(0);
        var table = where(rest == 0, flat, spread);
        return Histograms.LookUp(table, planes).to(ScalarType.Byte).view(images.shape).MoveToOuterDisposeScope();
    }
}
