using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Augmentation;

/// <summary>Blackens eight small squares of each image.</summary>
public static class CoarseDropout
{
    public const int Holes = 8;

    /// <summary>Albumentations' 8 pixels, for the paper's 224; in proportion for other sizes.</summary>
    public static int HoleSide(long side) => Math.Max(1, (int)(side * 8 / 224));

    /// <summary>Top left corners of one image's holes.</summary>
    public static (int X, int Y)[] Draw(SeededRandom random, long side)
    {
        var corners = new (int, int)[Holes];
        var room = (int)side - HoleSide(side);
        for (var i = 0; i < Holes; i++) corners[i] = (random.Between(0, room), random.Between(0, room));
        return corners;
    }

    /// <param name="images">uint8 (n, 3, H, W).</param>
    /// <param name="corners">For each image the top left corners of its holes.</param>
    public static Tensor Apply(Tensor images, IReadOnlyList<(int X, int Y)[]> corners)
    {
        using var scope = NewDisposeScope();
        var side = HoleSide(images.shape[3]);
        var rows = Covered(corners.SelectMany(image => image.Select(corner => (long)corner.Y)), images.shape[2]);
        var columns = Covered(corners.SelectMany(image => image.Select(corner => (long)corner.X)), images.shape[3]);
        var holes = rows.unsqueeze(3).logical_and(columns.unsqueeze(2)).any(1, keepdim: true);
        return images.masked_fill(holes, 0).MoveToOuterDisposeScope();

        // Whether a hole covers a position along one axis, (n, 8, length).
        Tensor Covered(IEnumerable<long> starts, long length)
        {
            var start = tensor(starts.ToArray(), device: images.device).view(-1, Holes, 1);
            var position = arange(length, ScalarType.Int64, images.device).view(1, 1, -1);
            return (position >= start).logical_and(position < start + side);
        }
    }
}
