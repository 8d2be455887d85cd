using HeadTracker.Attention;
using HeadTracker.Geometry;
using HeadTracker.Results;

namespace HeadTracker.Tracking;

/// <summary>Runs the driver-monitoring demo on "the" face of each frame.</summary>
/// <remarks><see cref="Update"/> belongs to one thread; the rest may be called from any. Allocates nothing once it has learnt the forward direction.</remarks>
public sealed class AttentionWatch(AttentionSettings settings)
{
    private volatile AttentionSettings _settings = settings;
    private volatile bool _recalibrate;
    private AttentionMonitor? _monitor;

    /// <summary>Others count from the next frame.</summary>
    public AttentionSettings Settings
    {
        get => _settings;
        set => _settings = value;
    }

    /// <summary>Learns the forward direction anew.</summary>
    public void Recalibrate() => _recalibrate = true;

    /// <param name="result">Of the next frame; gets the status, the standing warnings and the events.</param>
    public void Update(TrackingResult result)
    {
        var settings = _settings;
        if (!settings.Enabled)
        {
            _monitor = null;
            return;
        }

        _monitor ??= new AttentionMonitor(settings.Thresholds);
        if (!ReferenceEquals(_monitor.Options, settings.Thresholds)) _monitor.Options = settings.Thresholds;
        if (_recalibrate)
        {
            _recalibrate = false;
            _monitor.Recalibrate();
        }

        HeadPose? pose = result.Faces.Count > 0 && result.Faces[0].IsSure ? result.Faces[0].Pose : null;
        _monitor.Update(result.Timestamp, pose, settings.SpeedKmh, result.AttentionEvents);
        result.Attention = _monitor.Status;
        _monitor.AddStanding(result.Warnings);
    }
}
