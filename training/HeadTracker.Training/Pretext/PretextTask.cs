using HeadTracker.Training.Augmentation;
using static TorchSharp.torch;

namespace HeadTracker.Training.Pretext;

/// <summary>One of the HMTL paper's pretext tasks over n × n regions.</summary>
/// <param name="Kind">What happens to the regions.</param>
/// <param name="Grid">The regions; the paper tries 2×2 and, for puzzling, 3×3.</param>
public sealed record PretextTask(PretextKind Kind, RegionGrid Grid)
{
    /// <summary>0°, 90°, 180°, 270°.</summary>
    public const int TurnClasses = 4;

    /// <summary>How many regions puzzling-rotation may turn (§3.2).</summary>
    public const int MostTurnedPieces = 2;

    public bool Puzzles => Kind is PretextKind.Puzzling or PretextKind.PuzzlingRotation;

    public bool Turns => Kind is PretextKind.Rotation or PretextKind.PuzzlingRotation;

    /// <summary>Draws what happens to each of <paramref name="count"/> images: all orders are equally likely, and so are all turns.</summary>
    public PretextLabels Draw(int count, SeededRandom random, Device device)
    {
        var pieces = new long[count * Grid.Count];
        var turns = new long[count * Grid.Count];
        for (var image = 0; image < count; image++)
        {
            var first = image * Grid.Count;
            if (Puzzles) random.Permutation(Grid.Count).CopyTo(pieces, first);
            if (Turns) DrawTurns(random, turns.AsSpan(first, Grid.Count));
        }

        return new PretextLabels(
            Puzzles ? tensor(pieces, [count, Grid.Count], device: device) : null,
            Turns ? tensor(turns, [count, Grid.Count], device: device) : null);
    }

    /// <summary>Puzzling-rotation draws a turn, perhaps of 0°, for two regions only; the others keep the label 0.</summary>
    private void DrawTurns(SeededRandom random, Span<long> turns)
    {
        var turned = Kind == PretextKind.Rotation ? Grid.Count : Math.Min(MostTurnedPieces, Grid.Count);
        foreach (var region in random.Permutation(Grid.Count)[..turned]) turns[(int)region] = random.Next(TurnClasses);
    }

    public override string ToString() => $"{Kind} {Grid}";
}
