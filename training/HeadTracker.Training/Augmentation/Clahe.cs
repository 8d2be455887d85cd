using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Augmentation;

/// <summary>
/// Contrast-limited adaptive histogram equalisation of L* on a grid of 8×8 tiles (Zuiderveld 1994), in OpenCV's form: what exceeds the limit is
/// spread evenly over all levels, the remainder over every n-th; tables of the four nearest tiles are interpolated.
/// </summary>
public static class Clahe
{
    private const int Tiles = 8;

    /// <summary>Albumentations' range of clip limits.</summary>
    public static float DrawClipLimit(SeededRandom random) => random.Between(1f, 4f);

    /// <param name="images">uint8 RGB (n, 3, H, W).</param>
    /// <param name="clipLimits">n of them, relative to a flat histogram.</param>
    public static Tensor Apply(Tensor images, IReadOnlyList<float> clipLimits)
    {
        using var scope = NewDisposeScope();
        var (l, a, b) = ColorSpaces.RgbToLab(Bytes.ToUnit(images));
        var equalized = ApplyToPlanes(Bytes.From(l * 2.55f), clipLimits);
        return Bytes.FromUnit(ColorSpaces.LabToRgb(new(equalized.to(ScalarType.Float32) / 2.55f, a, b))).MoveToOuterDisposeScope();
    }

    /// <summary>The equalisation itself, uint8 (n, H, W) → the same.</summary>
    internal static Tensor ApplyToPlanes(Tensor planes, IReadOnlyList<float> clipLimits)
    {
        using var scope = NewDisposeScope();
        var (n, height, width) = (planes.shape[0], planes.shape[1], planes.shape[2]);
        var tileHeight = (height + Tiles - 1) / Tiles;
        var tileWidth = (width + Tiles - 1) / Tiles;
        var tables = TablesOf(planes, tileHeight, tileWidth, clipLimits);

        var (top, bottom, fractionY) = Neighbours(height, tileHeight, planes.device);
        var (left, right, fractionX) = Neighbours(width, tileWidth, planes.device);
        fractionY = fractionY.unsqueeze(1);
        var levels = planes.to(ScalarType.Int64);

        var upper = At(top, left) * (1 - fractionX) + At(top, right) * fractionX;
        var lower = At(bottom, left) * (1 - fractionX) + At(bottom, right) * fractionX;
        return Bytes.From(upper * (1 - fractionY) + lower * fractionY).MoveToOuterDisposeScope();

        // The value each pixel has in the table of one of its four tiles, (n, H, W).
        Tensor At(Tensor tileRow, Tensor tileColumn)
        {
            var entry = (tileRow.unsqueeze(1) * Tiles + tileColumn) * Histograms.Levels + levels;
            return tables.gather(1, entry.view(n, -1)).view(n, height, width);
        }
    }

    /// <summary>Look-up tables float32 (n, 64 · 256), tile by tile.</summary>
    private static Tensor TablesOf(Tensor planes, long tileHeight, long tileWidth, IReadOnlyList<float> clipLimits)
    {
        var n = planes.shape[0];
        var area = tileHeight * tileWidth;
        var padded = functional.pad(
            planes.to(ScalarType.Float32).unsqueeze(1),
            [0, tileWidth * Tiles - planes.shape[2], 0, tileHeight * Tiles - planes.shape[1]],
            PaddingModes.Reflect);
        var tiles = padded.view(n, Tiles, tileHeight, Tiles, tileWidth).permute(0, 1, 3, 2, 4).reshape(n * Tiles * Tiles, area);
        var histogram = Histograms.Of(tiles.to(ScalarType.Int64));

        // One limit per tile, (n · 64, 1).
        float[] perImage = [.. clipLimits.Select(limit => MathF.Max(1, MathF.Floor(limit * area / Histograms.Levels)))];
        var limits = tensor(perImage, device: planes.device).repeat_interleave(Tiles * Tiles).unsqueeze(1);
        var excess = (histogram - limits).clamp_min(0).sum([1], keepdim: true);
        var share = (excess / Histograms.Levels).floor();
        var remainder = excess - share * Histograms.Levels;
        var step = (Histograms.Levels / remainder.clamp_min(1)).floor().clamp_min(1);
        var level = arange(Histograms.Levels, ScalarType.Float32, planes.device).unsqueeze(0);
        var extra = (level.remainder(step) == 0).logical_and((level / step).floor() < remainder).to(ScalarType.Float32);
        var clipped = histogram.minimum(limits) + share + extra;
        return (clipped.cumsum(1) * (255f / area)).round().clamp(0, 255).view(n, -1);
    }

    /// <summary>For each pixel along an axis: the tiles before and after it, and how far it lies between their centres.</summary>
    private static (Tensor Before, Tensor After, Tensor Fraction) Neighbours(long length, long tile, Device device)
    {
        var position = arange(length, ScalarType.Float32, device) / tile - 0.5f;
        var before = position.floor();
        return (
            before.clamp(0, Tiles - 1).to(ScalarType.Int64),
            (before + 1).clamp(0, Tiles - 1).to(ScalarType.Int64),
            position - before);
    }
}
