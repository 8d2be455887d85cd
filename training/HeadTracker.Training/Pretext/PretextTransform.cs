using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Pretext;

/// <summary>Puzzles and turns the regions of a whole batch at once, on the device the batch is on, and takes it back.</summary>
public static class PretextTransform
{
    /// <summary>Moves the pieces to their regions, then turns each where it lies.</summary>
    /// <param name="images">(B, C, H, W) of any type, H = W if anything turns; not changed.</param>
    /// <param name="labels">For B images, on the same device.</param>
    /// <param name="grid">The regions that the labels speak of.</param>
    /// <returns>(B, C, H, W).</returns>
    public static Tensor Apply(Tensor images, PretextLabels labels, RegionGrid grid)
    {
        using var scope = NewDisposeScope();
        var pieces = grid.Cut(images);
        if (labels.Pieces is { } order) pieces = Rearrange(pieces, order);
        if (labels.Turns is { } turns) pieces = Turn(pieces, turns);
        return grid.Paste(pieces, images).MoveToOuterDisposeScope();
    }

    /// <summary>The exact inverse of <see cref="Apply"/> with the same labels: no pixel changes its value on the way.</summary>
    public static Tensor Undo(Tensor images, PretextLabels labels, RegionGrid grid)
    {
        using var scope = NewDisposeScope();
        var pieces = grid.Cut(images);
        if (labels.Turns is { } turns) pieces = Turn(pieces, (PretextTask.TurnClasses - turns).remainder(PretextTask.TurnClasses));
        if (labels.Pieces is { } order) pieces = Rearrange(pieces, order.argsort(-1));
        return grid.Paste(pieces, images).MoveToOuterDisposeScope();
    }

    /// <summary>Region r of image b receives piece order[b, r] of that image.</summary>
    private static Tensor Rearrange(Tensor pieces, Tensor order)
    {
        var starts = arange(0, pieces.shape[0], order.shape[1], ScalarType.Int64, pieces.device).unsqueeze(-1);
        return pieces.index_select(0, (starts + order).flatten());
    }

    private static Tensor Turn(Tensor pieces, Tensor turns)
    {
        if (pieces.shape[2] != pieces.shape[3])
        {
            throw new ArgumentException($"Regions of {pieces.shape[3]} by {pieces.shape[2]} pixels cannot turn by 90°; give square images.", nameof(pieces));
        }

        // All four turns of all pieces, and a choice among them: one kernel each instead of one per piece.
        var count = pieces.shape[0];
        var all = cat(Enumerable.Range(0, PretextTask.TurnClasses).Select(turn => pieces.rot90(turn, (2, 3))).ToArray());
        return all.index_select(0, turns.flatten() * count + arange(count, ScalarType.Int64, pieces.device));
    }
}
