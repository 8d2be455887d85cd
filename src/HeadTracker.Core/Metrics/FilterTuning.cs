using System.Numerics;
using HeadTracker.Filtering;
using HeadTracker.Geometry;

namespace HeadTracker.Metrics;

/// <summary>What a filter does to a recording.</summary>
/// <param name="Filter">Its name, for the report.</param>
/// <param name="JitterDegrees">
/// Standard deviation at rest of the filtered angle about its own straight line, over pieces of at most
/// <see cref="FilterTuning.LongestPiece"/>; null when the head never rests.
/// </param>
/// <param name="LagMs">The delay of the zero-phase track that comes nearest to the filtered one in motion; below 0 it leads. Null without motion.</param>
/// <param name="ErrorDegrees">Root mean square angle in motion between the filtered track and the zero-phase one; null without motion.</param>
/// <param name="JitterMillimetres">The same as <paramref name="JitterDegrees"/> of the filtered place; null when it is not known.</param>
public sealed record FilterFigures(string Filter, double? JitterDegrees, double? LagMs, double? ErrorDegrees, double? JitterMillimetres);

/// <summary>Compares filters on the measured poses of a recording.</summary>
/// <remarks>
/// The zero-phase track tells when the head rests (slower than <see cref="RestSpeed"/>) and when it moves (faster than
/// <see cref="MotionSpeed"/>). A face that was away for longer than a filter remembers begins anew.
/// </remarks>
public sealed class FilterTuning
{
    /// <summary>
    /// Degrees per second. Measurements with half a degree of noise, smoothed by the zero-phase track, still seem to turn at about
    /// 2°/s; a head that is meant to move does so at 20°/s and more.
    /// </summary>
    public const float RestSpeed = 5;

    /// <summary>Degrees per second that cannot be noise.</summary>
    public const float MotionSpeed = 20;

    /// <summary>Seconds. In a piece this short slow wandering of a resting head is a straight line and does not count as jitter.</summary>
    public const double LongestPiece = 1;

    private const int FewestInPiece = 6, FewestInMotion = 10;
    private const int LongestLead = -150, LongestLag = 350;
    private const float DegreesPerRadian = 180 / MathF.PI;
    private const float MillimetresPerMetre = 1000;
    private readonly List<(IReadOnlyList<HeadPose> Measured, ZeroPhaseTrack Track)> _spans = [];

    /// <param name="measured">Each person's poses in order of time, those of several people in any order among one another.</param>
    public FilterTuning(IEnumerable<(int Person, HeadPose Pose)> measured)
    {
        var people = measured.GroupBy(one => one.Person, one => one.Pose);
        foreach (var span in people.SelectMany(Unbroken)) _spans.Add((span, new ZeroPhaseTrack(span)));
    }

    /// <summary>Seconds of rest that jitter was measured in.</summary>
    public double RestSeconds => _spans.Sum(span => Pieces(span.Measured, span.Track).Sum(piece => Seconds(span.Measured, piece)));

    /// <summary>Frames in motion that lag was measured in.</summary>
    public int MotionFrames => _spans.Sum(span => Moving(span.Measured, span.Track).Count());

    /// <param name="name">For the report.</param>
    /// <param name="newFilter">Called once per unbroken span of a face.</param>
    public FilterFigures Measure(string name, Func<IPoseFilter> newFilter)
    {
        var (turned, moved, freedom, placed) = (0.0, 0.0, 0, 0);
        var moving = new List<(ZeroPhaseTrack Track, double Time, Quaternion Filtered)>();
        foreach (var (measured, track) in _spans)
        {
            var filter = newFilter();
            HeadPose[] filtered = [.. measured.Select(pose => filter.Filter(pose))];
            foreach (var (first, count) in Pieces(measured, track))
            {
                var piece = filtered.AsSpan(first, count).ToArray();
                var inverse = Quaternion.Conjugate(piece[0].Rotation);
                turned += SquaresAboutLine(piece, pose => Rotations.Log(inverse * pose.Rotation) * DegreesPerRadian);
                freedom += count - 2;
                if (!Array.TrueForAll(piece, pose => pose.Translation is not null)) continue;
                moved += SquaresAboutLine(piece, pose => (pose.Translation!.Value - piece[0].Translation!.Value) * MillimetresPerMetre);
                placed += count - 2;
            }

            moving.AddRange(Moving(measured, track).Select(i => (track, measured[i].Timestamp.TotalSeconds, filtered[i].Rotation)));
        }

        double? jitter = freedom > 0 ? Math.Sqrt(turned / freedom) : null, placeJitter = placed > 0 ? Math.Sqrt(moved / placed) : null;
        return moving.Count < FewestInMotion
            ? new FilterFigures(name, jitter, null, null, placeJitter)
            : new FilterFigures(name, jitter, Lag(moving), Error(moving, 0), placeJitter);
    }

    /// <summary>A face's measurements between pauses that no filter bridges.</summary>
    private static IEnumerable<IReadOnlyList<HeadPose>> Unbroken(IEnumerable<HeadPose> measured)
    {
        var span = new List<HeadPose>();
        foreach (var pose in measured)
        {
            var gap = span.Count > 0 ? (pose.Timestamp - span[^1].Timestamp).TotalSeconds : 0;
            if (span.Count > 0 && gap <= 0) continue;
            if (gap > IPoseFilter.LongestGap)
            {
                yield return span;
                span = [];
            }

            span.Add(pose);
        }

        if (span.Count > 0) yield return span;
    }

    /// <summary>Rests cut into pieces, without the first half second, in which filters settle.</summary>
    private static IEnumerable<(int First, int Count)> Pieces(IReadOnlyList<HeadPose> measured, ZeroPhaseTrack track)
    {
        var first = 0;
        for (var i = 0; i <= measured.Count; i++)
        {
            var rests = i < measured.Count && track.Speeds[i] < RestSpeed
                && (measured[i].Timestamp - measured[0].Timestamp).TotalSeconds >= IPoseFilter.LongestGap;
            if (rests && (measured[i].Timestamp - measured[first].Timestamp).TotalSeconds < LongestPiece) continue;
            if (i - first >= FewestInPiece) yield return (first, i - first);
            first = rests ? i : i + 1;
        }
    }

    /// <summary>The frames in motion around which the zero-phase track reaches far enough for every lag that is tried.</summary>
    private static IEnumerable<int> Moving(IReadOnlyList<HeadPose> measured, ZeroPhaseTrack track)
    {
        var (begin, end) = (measured[0].Timestamp.TotalSeconds + LongestLag / 1000.0, measured[^1].Timestamp.TotalSeconds + LongestLead / 1000.0);
        return Enumerable.Range(0, measured.Count).Where(i =>
            track.Speeds[i] > MotionSpeed && measured[i].Timestamp.TotalSeconds >= begin && measured[i].Timestamp.TotalSeconds <= end);
    }

    private static double Seconds(IReadOnlyList<HeadPose> measured, (int First, int Count) piece) =>
        (measured[piece.First + piece.Count - 1].Timestamp - measured[piece.First].Timestamp).TotalSeconds;

    /// <summary>Sum of squares, over all three axes, between values of the poses and the straight line through them (least squares).</summary>
    private static double SquaresAboutLine(HeadPose[] poses, Func<HeadPose, Vector3> of)
    {
        var values = Array.ConvertAll(poses, pose => of(pose));
        var times = Array.ConvertAll(poses, pose => (float)(pose.Timestamp - poses[0].Timestamp).TotalSeconds);
        var (meanTime, mean) = (times.Average(), values.Aggregate(Vector3.Zero, (sum, value) => sum + value) / values.Length);
        var slope = Vector3.Zero;
        for (var i = 0; i < values.Length; i++) slope += (times[i] - meanTime) * (values[i] - mean);
        slope /= times.Sum(time => (time - meanTime) * (time - meanTime));
        return values.Zip(times).Sum(pair => (double)(pair.First - mean - slope * (pair.Second - meanTime)).LengthSquared());
    }

    /// <summary>To a millisecond: first every ten, then around the best of them.</summary>
    private static double Lag(List<(ZeroPhaseTrack Track, double Time, Quaternion Filtered)> moving)
    {
        var coarse = Enumerable.Range(0, (LongestLag - LongestLead) / 10 + 1).Select(step => LongestLead + 10 * step).MinBy(lag => Error(moving, lag));
        return Enumerable.Range(coarse - 10, 21).Where(lag => lag is >= LongestLead and <= LongestLag).MinBy(lag => Error(moving, lag));
    }

    private static double Error(List<(ZeroPhaseTrack Track, double Time, Quaternion Filtered)> moving, int lag) =>
        Math.Sqrt(moving.Average(one => Math.Pow(Rotations.AngleBetween(one.Track.At(one.Time - lag / 1000.0), one.Filtered), 2)));
}
