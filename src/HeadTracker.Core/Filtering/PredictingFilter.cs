using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Filtering;

/// <summary>
/// Carries another filter's output on by a fixed time, to hide the latency of camera and game: less lag in motion, more overshoot
/// when the head stops.
/// </summary>
/// <param name="inner">Steadies the pose first; owned.</param>
/// <param name="ahead">How far to look ahead, at most <see cref="Longest"/>; zero for not at all.</param>
/// <remarks>
/// Velocities are differences of the inner filter's outputs through a low-pass of <see cref="VelocityCutoff"/>. At rest they
/// vanish and so does the prediction. The timestamp stays that of the measurement.
/// </remarks>
public sealed class PredictingFilter(IPoseFilter inner, TimeSpan ahead) : IPoseFilter
{
    /// <summary>Beyond this a head's motion cannot be guessed.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(150);

    /// <summary>Hz. Heads turn at up to about 2 Hz; noise is faster.</summary>
    private const float VelocityCutoff = 4;

    private bool _started;
    private HeadPose _last;
    private Vector3 _turnVelocity;
    private Vector3 _velocity;

    /// <summary>May be changed from pose to pose.</summary>
    public TimeSpan Ahead { get; set; } = ahead;

    /// <inheritdoc/>
    public HeadPose Filter(in HeadPose measured)
    {
        var steadied = inner.Filter(measured);
        var dt = (float)(steadied.Timestamp - _last.Timestamp).TotalSeconds;
        if (!_started || dt > IPoseFilter.LongestGap)
        {
            _started = true;
            _turnVelocity = _velocity = Vector3.Zero;
        }
        else if (dt > 0)
        {
            var share = 1 / (1 + 1 / (2 * MathF.PI * VelocityCutoff * dt));
            var turn = Rotations.Log(Quaternion.Conjugate(_last.Rotation) * steadied.Rotation) / dt;
            _turnVelocity = Vector3.Lerp(_turnVelocity, turn, share);
            var motion = steadied.Translation is { } to && _last.Translation is { } from ? (to - from) / dt : Vector3.Zero;
            _velocity = Vector3.Lerp(_velocity, motion, share);
        }

        _last = steadied;
        if (Ahead <= TimeSpan.Zero) return steadied;
        var seconds = (float)(Ahead < Longest ? Ahead : Longest).TotalSeconds;
        return steadied with
        {
            Rotation = Quaternion.Normalize(steadied.Rotation * Rotations.Exp(_turnVelocity * seconds)),
            Translation = steadied.Translation + _velocity * seconds,
        };
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _started = false;
        inner.Reset();
    }
}
