using HeadTracker.Geometry;

namespace HeadTracker.Filtering;

/// <summary>Leaves every pose as it was measured.</summary>
public sealed class PassThroughFilter : IPoseFilter
{
    private HeadPose? _last;

    /// <inheritdoc/>
    public HeadPose Filter(in HeadPose measured)
    {
        if (measured.IsValid) _last = measured;
        return _last ?? IPoseFilter.Unmoved(measured.Timestamp);
    }

    /// <inheritdoc/>
    public void Reset() => _last = null;
}
