using System.Numerics;

namespace HeadTracker.Tracking;

/// <summary>Counts durations so that percentiles can be told at any time, in fixed memory and without allocating.</summary>
/// <remarks>
/// Log-linear buckets as in HdrHistogram: every power of two of 100 ns ticks is cut into 64, so a percentile is off by at most
/// 0.8 %. Recorded by one thread; others may read at any time and then see a moment that is a frame old.
/// </remarks>
public sealed class LatencyHistogram
{
    private const int SubBucketBits = 6;
    private const int Longest = 40; // 2^40 ticks = 30 hours
    private readonly long[] _counts = new long[(Longest - SubBucketBits + 2) << SubBucketBits];
    private long _sum;

    /// <summary>How many durations were recorded.</summary>
    public long Count { get; private set; }

    /// <summary>The longest, exactly.</summary>
    public TimeSpan Maximum { get; private set; }

    /// <summary>All of them together.</summary>
    public TimeSpan Sum => new(_sum);

    /// <summary>Zero when nothing was recorded.</summary>
    public TimeSpan Mean => Count == 0 ? TimeSpan.Zero : new TimeSpan(_sum / Count);

    /// <summary>Adds what another one has counted.</summary>
    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++) _counts[i] += other._counts[i];
        _sum += other._sum;
        Count += other.Count;
        if (other.Maximum > Maximum) Maximum = other.Maximum;
    }

    /// <summary>Counts one duration; what is negative counts as zero.</summary>
    public void Record(TimeSpan duration)
    {
        var ticks = Math.Clamp(duration.Ticks, 0, (1L << Longest) - 1);
        _counts[BucketOf(ticks)]++;
        _sum += ticks;
        Count++;
        if (duration > Maximum) Maximum = duration;
    }

    /// <summary>The duration that a share of all recorded ones does not exceed; zero when nothing was recorded.</summary>
    /// <param name="share">0 to 1: 0.5 is the median.</param>
    public TimeSpan Percentile(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        for (var (bucket, seen) = (0, 0L); bucket < _counts.Length; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= rank) return MiddleOf(bucket);
        }

        return TimeSpan.Zero;
    }

    private static int BucketOf(long ticks)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)ticks) - SubBucketBits);
        return (shift << SubBucketBits) + (int)(ticks >> shift);
    }

    private static TimeSpan MiddleOf(int bucket)
    {
        var shift = Math.Max(0, (bucket >> SubBucketBits) - 1);
        var low = (long)(bucket - (shift << SubBucketBits)) << shift;
        return new TimeSpan(low + ((1L << shift) - 1) / 2);
    }
}
