using HeadTracker.Rendering;
using HeadTracker.Tracking;

namespace HeadTracker.Diagnostics;

/// <summary>Opens the tracker's window for a moment to learn what draws it.</summary>
internal static class OpenGlProbe
{
    /// <summary>OpenGL's version and the graphics card.</summary>
    /// <exception cref="UserErrorException">There is no display, or its driver is too old.</exception>
    public static string Describe()
    {
        using var slot = new Handover<TrackerSnapshot>(DeliveryPolicy.LatestFrame);
        using var window = new TrackerWindow(slot, "HeadTracker");
        return window.GraphicsName;
    }
}
