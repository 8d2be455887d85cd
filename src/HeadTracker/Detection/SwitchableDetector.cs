using HeadTracker.Contract;
using HeadTracker.Geometry;

namespace HeadTracker.Detection;

/// <summary>A detector that can be exchanged for another one between two looks while the run goes on.</summary>
/// <remarks>Owns the detectors it is given. <see cref="Switch"/> may be called by any thread; the change is made by the one that detects.</remarks>
public sealed class SwitchableDetector(IFaceDetector first) : IFaceDetector
{
    private IFaceDetector _current = first;
    private IFaceDetector? _next;
    private TimeSpan _earlier;

    public string Name => Newest.Name;

    public string Provider => Newest.Provider;

    /// <summary>Of all that have been used.</summary>
    public TimeSpan NetworkTime => _earlier + _current.NetworkTime;

    private IFaceDetector Newest => _next ?? _current;

    /// <summary>Takes effect with the next look.</summary>
    public void Switch(IFaceDetector next) => Interlocked.Exchange(ref _next, next)?.Dispose();

    public void Detect(BgrImage image, List<FaceDetection> faces) => Latest().Detect(image, faces);

    public bool TryFollow(BgrImage image, FaceBox last, out FaceDetection face) => Latest().TryFollow(image, last, out face);

    public void Dispose()
    {
        _current.Dispose();
        _next?.Dispose();
    }

    private IFaceDetector Latest()
    {
        if (_next is not null && Interlocked.Exchange(ref _next, null) is { } next)
        {
            var old = _current;
            _current = next;
            _earlier += old.NetworkTime;
            old.Dispose();
        }

        return _current;
    }
}
