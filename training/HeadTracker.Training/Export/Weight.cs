namespace HeadTracker.Training.Export;

/// <summary>A trained tensor on its way into a file.</summary>
/// <param name="Shape">Sizes, outermost first.</param>
/// <param name="Values">Row-major.</param>
public sealed record Weight(IReadOnlyList<int> Shape, float[] Values)
{
    /// <summary>Values per step of the first dimension.</summary>
    public int Stride => Values.Length / Shape[0];

    /// <summary>Steps <paramref name="start"/> … of the first dimension.</summary>
    public Weight Rows(int start, int count) => new([count, .. Shape.Skip(1)], Values[(start * Stride)..((start + count) * Stride)]);
}
