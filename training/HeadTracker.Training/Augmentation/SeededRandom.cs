namespace HeadTracker.Training.Augmentation;

/// <summary>
/// A random stream that is a pure function of a seed and of what it is for, so that step 1000 draws the same numbers whether or not
/// the run was stopped at step 999: nothing about it needs saving. The generator is SplitMix64 (Steele et al. 2014).
/// </summary>
public sealed class SeededRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state;

    /// <param name="seed">The run's seed.</param>
    /// <param name="purpose">Coordinates of the stream, e.g. a purpose's number, the epoch, the step.</param>
    public SeededRandom(long seed, params ReadOnlySpan<long> purpose)
    {
        _state = Mix((ulong)seed + Golden);
        foreach (var part in purpose) _state = Mix(_state ^ Mix((ulong)part + Golden));
    }

    public ulong NextBits() => Mix(_state += Golden);

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, <paramref name="bound"/>).</summary>
    public int Next(int bound) => (int)(NextDouble() * bound);

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>].</summary>
    public int Between(int low, int high) => low + Next(high - low + 1);

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public float Between(float low, float high) => low + (float)NextDouble() * (high - low);

    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>0 … count-1 in random order (Fisher–Yates).</summary>
    public long[] Permutation(int count)
    {
        var order = new long[count];
        for (var i = 0; i < count; i++)
        {
            var j = Next(i + 1);
            order[i] = order[j];
            order[j] = i;
        }

        return order;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
