using System.Numerics;

namespace HeadTracker.Training.Pretext;

/// <summary>Two patches of an image.</summary>
/// <param name="First">The middle of the one, from the image's middle, in sides of the image.</param>
/// <param name="Second">The middle of the other.</param>
/// <param name="Position">Where the second lies beside the first: 0 … 7, row by row from the top left, without the middle.</param>
public readonly record struct PatchPair(Vector2 First, Vector2 Second, int Position)
{
    /// <summary>The same patches the other way round, and so the opposite position.</summary>
    public PatchPair Swap() => new(Second, First, RelativePosition.Classes - 1 - Position);
}
