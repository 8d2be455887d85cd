using System.Numerics;

namespace HeadTracker.Detection;

/// <summary>
/// BlazeFace's 896 anchors (arXiv 1907.05047): two at each of 16 x 16 cells, then six at each of 8 x 8, row by row. An anchor is
/// only its cell's centre; sizes are predicted outright. Front 128 (strides 8 and 16) and back 256 (strides 16 and 32) share them.
/// </summary>
internal static class BlazeFaceAnchors
{
    public const int FineCells = 16;
    public const int FinePerCell = 2;
    public const int FineCount = FineCells * FineCells * FinePerCell;
    public const int CoarseCells = 8;
    public const int CoarsePerCell = 6;
    public const int CoarseCount = CoarseCells * CoarseCells * CoarsePerCell;

    /// <summary>Centre of an anchor of the fine layer, as fractions of the input.</summary>
    public static Vector2 Fine(int index) => Center(index, FineCells, FinePerCell);

    /// <summary>Centre of an anchor of the coarse layer, as fractions of the input.</summary>
    public static Vector2 Coarse(int index) => Center(index, CoarseCells, CoarsePerCell);

    private static Vector2 Center(int index, int cells, int perCell)
    {
        var cell = index / perCell;
        return new Vector2(cell % cells + 0.5f, cell / cells + 0.5f) / cells;
    }
}
