namespace HeadTracker.Synthesis.Sampling;

/// <summary>
/// How many pictures each person has in a set that knows few people well and many hardly at all: in proportion to the quantiles of a Pareto distribution of
/// power α that begins at zero, at least one each. α = 6 is what ImageNet-LT is drawn by (Liu et al. 2019).
/// </summary>
public sealed class LongTail
{
    // The number of the first sample that is none of each person's.
    private readonly long[] _ends;

    /// <param name="samples">All pictures; those beyond are the last person's.</param>
    /// <param name="people">How many, up to one a picture.</param>
    /// <param name="alpha">The power α: the smaller, the more unequal.</param>
    public LongTail(int samples, int people, double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(people, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(people, samples);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(alpha, 0);
        // The first person has most: 1 - F runs from 0 up. F(x) = 1 - (1 + x)^-α.
        double[] shares = [.. Enumerable.Range(0, people).Select(i => Math.Pow((i + 0.5) / people, -1 / alpha) - 1)];
        var (sum, all, rest) = (0.0, shares.Sum(), samples - people);
        _ends = new long[people];
        for (var i = 0; i < people; i++)
        {
            sum += shares[i];
            _ends[i] = i + 1 + (long)Math.Round(rest * sum / all);
        }
    }

    /// <summary>Pictures of each person, the most of the first.</summary>
    public IEnumerable<long> Counts => _ends.Zip(_ends.Prepend(0), (end, start) => end - start);

    /// <summary>The person that a sample shows; neighbours show the same or the next.</summary>
    public long PersonOf(long sample)
    {
        var found = Array.BinarySearch(_ends, sample + 1);
        return Math.Min(found < 0 ? ~found : found, _ends.Length - 1);
    }
}
