using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Augmentation;

/// <summary>A square of an image in pixels.</summary>
public readonly record struct CutSquare(int X, int Y, int Side)
{
    /// <summary>A square of a tenth to two fifths of the image's side, all of it inside.</summary>
    public static CutSquare Draw(SeededRandom random, int width, int height)
    {
        var side = Math.Max(1, (int)(random.Between(0.1f, 0.4f) * Math.Min(width, height)));
        return new(random.Between(0, width - side), random.Between(0, height - side), side);
    }
}

/// <summary>Blackens one square of each image (DeVries and Taylor 2017).</summary>
public static class Cutout
{
    /// <param name="images">uint8 (n, 3, H, W).</param>
    /// <param name="squares">n of them.</param>
    public static Tensor Apply(Tensor images, IReadOnlyList<CutSquare> squares)
    {
        using var scope = NewDisposeScope();
        var rows = Covered(square => square.Y, images.shape[2]).unsqueeze(2);
        var columns = Covered(square => square.X, images.shape[3]).unsqueeze(1);
        return images.masked_fill(rows.logical_and(columns).unsqueeze(1), 0).MoveToOuterDisposeScope();

        // Which positions along one axis a square covers, (n, length).
        Tensor Covered(Func<CutSquare, int> start, long length)
        {
            var from = tensor(squares.Select(square => (long)start(square)).ToArray(), device: images.device).unsqueeze(-1);
            var side = tensor(squares.Select(square => (long)square.Side).ToArray(), device: images.device).unsqueeze(-1);
            var position = arange(length, ScalarType.Int64, images.device).unsqueeze(0);
            return (position >= from).logical_and(position < from + side);
        }
    }
}
