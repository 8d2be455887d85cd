using System.Numerics;
using HeadTracker.Filtering;
using HeadTracker.Geometry;
using HeadTracker.Metrics;

namespace HeadTracker.Replay;

/// <summary>How one angle differs between two recordings, second less first, in degrees.</summary>
/// <param name="Mean">The part that stays the same: another zero, another model.</param>
/// <param name="Rms">Root mean square about that mean.</param>
/// <param name="P95">95 % of the differences are no larger than this.</param>
public sealed record AxisDifference(string Axis, double Mean, double MeanAbsolute, double Rms, double P95, double Max);

/// <summary>Two recordings of the same head, or of two runs over the same film, side by side. Poses are those that were sent.</summary>
/// <param name="Frames">Frames of the first with a face at whose time the second has one too.</param>
/// <param name="OnlyFirst">Frames of the first with a face where the second has none.</param>
/// <param name="OnlySecond">The other way round.</param>
/// <param name="Axes">Yaw, pitch, roll.</param>
/// <param name="LagMs">By how much the second comes after the first; below 0 it leads. Null where the head hardly moves.</param>
/// <param name="FirstJitter">Degrees at rest, as in <see cref="FilterFigures"/>; null when it never rests.</param>
public sealed record RecordingDifferences(
    int Frames, int OnlyFirst, int OnlySecond, IReadOnlyList<AxisDifference> Axes, double? LagMs, double? FirstJitter, double? SecondJitter);

/// <summary>Compares the first faces of two recordings by their times.</summary>
public static class RecordingComparison
{
    private const double LongestLag = 0.4;

    /// <summary>Seconds: between poses farther apart than this nothing is known.</summary>
    private const double LongestGap = IPoseFilter.LongestGap;

    private const int FewestInMotion = 10;

    public static RecordingDifferences Compare(IReadOnlyList<RecordedFrame> first, IReadOnlyList<RecordedFrame> second)
    {
        var (a, b) = (Track(first), Track(second));
        var both = Differences(a, b, 0).ToList();
        return new RecordingDifferences(
            both.Count,
            a.Count - both.Count,
            b.Count - Differences(b, a, 0).Count(),
            [Axis("yaw", both, turn => turn.X), Axis("pitch", both, turn => turn.Y), Axis("roll", both, turn => turn.Z)],
            Lag(a, b),
            Jitter(first),
            Jitter(second));
    }

    private static List<HeadPose> Track(IReadOnlyList<RecordedFrame> recording)
    {
        var track = new List<HeadPose>();
        foreach (var frame in recording)
        {
            if (frame.Faces.Count > 0 && (track.Count == 0 || frame.Time > track[^1].Timestamp)) track.Add(frame.Faces[0].Output);
        }

        return track;
    }

    /// <summary>Yaw, pitch and roll of the second track, <paramref name="lag"/> seconds later, less those of the first.</summary>
    private static IEnumerable<Vector3> Differences(List<HeadPose> first, List<HeadPose> second, double lag)
    {
        var after = 0;
        foreach (var pose in first)
        {
            var time = pose.Timestamp.TotalSeconds + lag;
            while (after < second.Count && second[after].Timestamp.TotalSeconds < time) after++;
            if (At(second, after, time) is not { } other) continue;
            var (yaw, pitch, roll) = AngleDifference.OfPoses(EulerAngles.FromRotation(other), pose.Angles);
            yield return new Vector3(yaw, pitch, roll);
        }
    }

    private static Quaternion? At(List<HeadPose> track, int after, double time)
    {
        if (after == track.Count) return null;
        var end = track[after].Timestamp.TotalSeconds;
        // Times that went through JSON agree to better than this.
        if (end - time < 1e-6) return track[after].Rotation;
        if (after == 0) return null;
        var start = track[after - 1].Timestamp.TotalSeconds;
        return end - start > LongestGap ? null : Quaternion.Slerp(track[after - 1].Rotation, track[after].Rotation, (float)((time - start) / (end - start)));
    }

    private static AxisDifference Axis(string name, List<Vector3> differences, Func<Vector3, float> of)
    {
        if (differences.Count == 0) return new(name, 0, 0, 0, 0, 0);
        var values = differences.Select(one => (double)of(one)).ToList();
        var sizes = values.Select(Math.Abs).Order().ToList();
        var mean = values.Average();
        return new(name, mean, sizes.Average(), Math.Sqrt(values.Average(value => (value - mean) * (value - mean))),
            sizes[(int)(0.95 * (sizes.Count - 1))], sizes[^1]);
    }

    /// <summary>The shift that leaves the least variance, to a millisecond; what differs all the time does not count.</summary>
    private static double? Lag(List<HeadPose> first, List<HeadPose> second)
    {
        var moving = first.Count < 3
            ? []
            : first.Zip(new ZeroPhaseTrack(first).Speeds).Where(one => one.Second > FilterTuning.MotionSpeed).Select(one => one.First).ToList();
        if (moving.Count < FewestInMotion) return null;
        var coarse = Best(Enumerable.Range(-40, 81).Select(step => step * LongestLag / 40));
        return 1000 * Best(Enumerable.Range(-10, 21).Select(step => coarse + step / 1000.0));

        double Best(IEnumerable<double> lags) => lags.MinBy(lag => Variance(moving, second, lag));
    }

    private static double Variance(List<HeadPose> first, List<HeadPose> second, double lag)
    {
        var differences = Differences(first, second, lag).ToList();
        if (differences.Count < FewestInMotion) return double.PositiveInfinity;
        var mean = differences.Aggregate(Vector3.Zero, (sum, one) => sum + one) / differences.Count;
        return differences.Average(one => (double)(one - mean).LengthSquared());
    }

    private static double? Jitter(IReadOnlyList<RecordedFrame> recording) =>
        new FilterTuning(recording.SelectMany(frame => frame.Faces).Select(face => (face.Id, face.Output))).Measure("", () => new PassThroughFilter())
            .JitterDegrees;
}
