namespace HeadTracker.Training.Quantisation;

/// <summary>Counts a tensor's values in equal bins about 0 while it is not known yet how large they get.</summary>
/// <remarks>The bins cover [-limit, limit). A value beyond doubles the limit, and each pair of bins becomes one. Not thread-safe.</remarks>
public sealed class ActivationHistogram
{
    /// <summary>Bins on each side of 0.</summary>
    internal const int HalfCount = 2048;

    private readonly long[] _counts = new long[2 * HalfCount];

    /// <summary>Values beyond any bin's reach are clamped into it before the first real value sets the limit.</summary>
    private float _limit = 1e-6f;

    public IReadOnlyList<long> Counts => _counts;

    public float BinWidth => _limit / HalfCount;

    public float Minimum { get; private set; }

    public float Maximum { get; private set; }

    public long Total { get; private set; }

    /// <summary>Middle of a bin.</summary>
    public float ValueOf(int bin) => (bin - HalfCount + 0.5f) * BinWidth;

    /// <exception cref="UserErrorException">A value is not a number: the network is broken.</exception>
    public void Add(ReadOnlySpan<float> values)
    {
        var (low, high) = (Minimum, Maximum);
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
            {
                throw new UserErrorException(
                    "The network computes values that are not numbers, so it cannot be quantised; train it again with a smaller learning rate.");
            }

            low = MathF.Min(low, value);
            high = MathF.Max(high, value);
        }

        (Minimum, Maximum) = (low, high);
        while (MathF.Max(-low, high) >= _limit) Widen();
        var perUnit = HalfCount / _limit;
        foreach (var value in values) _counts[Math.Clamp((int)MathF.Floor(value * perUnit) + HalfCount, 0, _counts.Length - 1)]++;
        Total += values.Length;
    }

    private void Widen()
    {
        _limit *= 2;
        // Outwards from the middle: each target lies nearer to it than its two sources.
        for (var i = 0; i < HalfCount / 2; i++)
        {
            _counts[HalfCount + i] = _counts[HalfCount + 2 * i] + _counts[HalfCount + 2 * i + 1];
            _counts[HalfCount - 1 - i] = _counts[HalfCount - 1 - 2 * i] + _counts[HalfCount - 2 - 2 * i];
        }

        _counts.AsSpan(0, HalfCount / 2).Clear();
        _counts.AsSpan(HalfCount + HalfCount / 2).Clear();
    }
}
