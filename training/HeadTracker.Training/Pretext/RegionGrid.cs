using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Pretext;

/// <summary>
/// Cuts images into <paramref name="Side"/> × <paramref name="Side"/> equal regions, counted row by row from the top left corner (the HMTL
/// paper's fig. 2), and puts them together again.
/// </summary>
/// <remarks>
/// 224 pixels have no thirds: regions are whole pixels in the image's middle, and a rim of at most <paramref name="Side"/> - 1 pixels in all
/// per axis belongs to none and stays as it is.
/// </remarks>
/// <param name="Side">Regions along one axis, at least 1.</param>
public readonly record struct RegionGrid(int Side)
{
    public int Count => Side * Side;

    /// <summary>Images (B, C, H, W) of any type → pieces (B · Count, C, ⌊H/Side⌋, ⌊W/Side⌋), image by image; a copy.</summary>
    public Tensor Cut(Tensor images)
    {
        using var scope = NewDisposeScope();
        var (batch, channels) = (images.shape[0], images.shape[1]);
        var (height, width) = PieceOf(images);
        var pieces = Inner(images).reshape(batch, channels, Side, height, Side, width).permute(0, 2, 4, 1, 3, 5);
        return pieces.contiguous().view(-1, channels, height, width).MoveToOuterDisposeScope();
    }

    /// <summary>The inverse of <see cref="Cut"/>.</summary>
    /// <param name="pieces">(B · Count, C, ⌊H/Side⌋, ⌊W/Side⌋).</param>
    /// <param name="images">(B, C, H, W): gives the rim; not changed.</param>
    /// <returns>(B, C, H, W).</returns>
    public Tensor Paste(Tensor pieces, Tensor images)
    {
        using var scope = NewDisposeScope();
        var (batch, channels) = (images.shape[0], images.shape[1]);
        var (height, width) = PieceOf(images);
        var result = images.clone();
        var rows = pieces.view(batch, Side, Side, channels, height, width).permute(0, 3, 1, 4, 2, 5);
        Inner(result).copy_(rows.reshape(batch, channels, Side * height, Side * width));
        return result.MoveToOuterDisposeScope();
    }

    public override string ToString() => $"{Side}×{Side}";

    private (long Height, long Width) PieceOf(Tensor images) => images.shape[2] >= Side && images.shape[3] >= Side
        ? (images.shape[2] / Side, images.shape[3] / Side)
        : throw new ArgumentException($"Images of {images.shape[3]} by {images.shape[2]} pixels have no {this} regions.", nameof(images));

    /// <summary>A view of what the regions cover.</summary>
    private Tensor Inner(Tensor images)
    {
        var (height, width) = PieceOf(images);
        var rows = images.narrow(2, (images.shape[2] - Side * height) / 2, Side * height);
        return rows.narrow(3, (images.shape[3] - Side * width) / 2, Side * width);
    }
}
