using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Metrics;

/// <summary>
/// Where a head most likely was: each measured rotation replaced by the mean of its neighbours before and after it, weighted with a
/// Gaussian in time. Looking both ways it lags by nothing, which no live filter can do.
/// </summary>
public sealed class ZeroPhaseTrack
{
    /// <summary>
    /// The Gaussian's deviation in seconds. At 30 frames per second it averages over some five measurements and takes away more than
    /// half of their noise, and it leaves a head that swings once a second 93 % of its motion: exp(-(2π·f·σ)²/2).
    /// </summary>
    public const double Deviation = 0.06;

    private const double Reach = 3 * Deviation;
    private readonly double[] _times;
    private readonly Quaternion[] _rotations;
    private readonly float[] _speeds;

    /// <param name="measured">In order of time, no two at the same.</param>
    public ZeroPhaseTrack(IReadOnlyList<HeadPose> measured)
    {
        _times = [.. measured.Select(pose => pose.Timestamp.TotalSeconds)];
        _rotations = new Quaternion[measured.Count];
        for (int i = 0, first = 0; i < measured.Count; i++)
        {
            while (_times[first] < _times[i] - Reach) first++;
            _rotations[i] = MeanAround(measured, i, first);
        }

        _speeds = new float[measured.Count];
        for (var i = 0; i < measured.Count && measured.Count > 1; i++)
        {
            var (before, after) = (Math.Max(i - 1, 0), Math.Min(i + 1, measured.Count - 1));
            _speeds[i] = Rotations.AngleBetween(_rotations[before], _rotations[after]) / (float)(_times[after] - _times[before]);
        }
    }

    /// <summary>Degrees per second at each measurement.</summary>
    public IReadOnlyList<float> Speeds => _speeds;

    /// <summary>The rotation at a time in seconds between the first and the last measurement.</summary>
    public Quaternion At(double time)
    {
        var after = Array.BinarySearch(_times, time);
        if (after >= 0) return _rotations[after];
        after = Math.Clamp(~after, 1, _times.Length - 1);
        var share = (time - _times[after - 1]) / (_times[after] - _times[after - 1]);
        return Quaternion.Slerp(_rotations[after - 1], _rotations[after], (float)Math.Clamp(share, 0, 1));
    }

    /// <summary>In the tangent space of the measurement itself. The window shrinks towards the ends so that it stays even-sided.</summary>
    private Quaternion MeanAround(IReadOnlyList<HeadPose> measured, int index, int first)
    {
        var (sum, weights) = (Vector3.Zero, 0f);
        var reach = Math.Min(Reach, Math.Min(_times[index] - _times[0], _times[^1] - _times[index]) + 1e-6);
        var inverse = Quaternion.Conjugate(measured[index].Rotation);
        for (var i = first; i < measured.Count && _times[i] <= _times[index] + reach; i++)
        {
            if (_times[i] < _times[index] - reach) continue;
            var distance = (_times[i] - _times[index]) / Deviation;
            var weight = (float)Math.Exp(-distance * distance / 2);
            sum += weight * Rotations.Log(inverse * measured[i].Rotation);
            weights += weight;
        }

        return Quaternion.Normalize(measured[index].Rotation * Rotations.Exp(sum / weights));
    }
}
