namespace HeadTracker.Contract;

/// <summary>
/// How regression via classification (RvC) cuts an angle into classes: equal bins of <paramref name="BinSize"/> degrees over
/// [-<paramref name="Range"/>, +<paramref name="Range"/>], each standing for its centre. The papers' ±99° in bins of 1° gives
/// 198 bins with centres -98.5 … 98.5.
/// </summary>
/// <param name="BinSize">Degrees per bin.</param>
/// <param name="Range">Largest angle in degrees; angles beyond it fall into the outermost bins.</param>
public readonly record struct BinSpecification(float BinSize, float Range)
{
    /// <summary>The range of the KD paper (§4.2): samples with any angle beyond it are left out.</summary>
    public const float PaperRange = 99;

    /// <summary>The last bin may reach past the range when the size does not divide it (4° over ±99° gives 50 bins).</summary>
    public int Count => (int)MathF.Ceiling(2 * Range / BinSize);

    /// <summary>Centre of bin <paramref name="index"/> in degrees.</summary>
    public float CenterOf(int index) => -Range + BinSize * (index + 0.5f);

    /// <summary>The class of an angle in degrees.</summary>
    public int IndexOf(float degrees) => Math.Clamp((int)MathF.Floor((degrees + Range) / BinSize), 0, Count - 1);
}
