using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Geometry;

namespace HeadTracker.Estimation;

/// <summary>An estimator that can be exchanged for another one between two frames while the run goes on.</summary>
/// <remarks>Owns the estimators it is given. <see cref="Switch"/> may be called by any thread; the change is made by the one that estimates.</remarks>
public sealed class SwitchableEstimator(IPoseEstimator first) : IPoseEstimator
{
    private IPoseEstimator _current = first;
    private IPoseEstimator? _next;
    private TimeSpan _earlier;

    public string Name => Newest.Name;

    public string Provider => Newest.Provider;

    /// <summary>Of all that have been used.</summary>
    public TimeSpan NetworkTime => _earlier + _current.NetworkTime;

    private IPoseEstimator Newest => _next ?? _current;

    /// <summary>Takes effect with the next frame that shows a face.</summary>
    public void Switch(IPoseEstimator next) => Interlocked.Exchange(ref _next, next)?.Dispose();

    public FaceBox? RegionFor(FaceBox box) => Newest.RegionFor(box);

    public void Estimate(BgrImage image, ReadOnlySpan<FaceDetection> faces, in PinholeCamera camera, TimeSpan timestamp, Span<HeadPose> poses)
    {
        if (_next is not null && Interlocked.Exchange(ref _next, null) is { } next)
        {
            var old = _current;
            _current = next;
            _earlier += old.NetworkTime;
            old.Dispose();
        }

        _current.Estimate(image, faces, camera, timestamp, poses);
    }

    public void Dispose()
    {
        _current.Dispose();
        _next?.Dispose();
    }
}
