using HeadTracker.Geometry;

namespace HeadTracker.Filtering;

/// <summary>Leaves every pose as it was measured.</summary>
public sealed class PassThroughFilter : IPoseFilter
{
    /// <inheritdoc/>
    public HeadPose Filter(in HeadPose measured) => measured;

    /// <inheritdoc/>
    public void Reset()
    {
    }
}
