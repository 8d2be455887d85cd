namespace HeadTracker.Capture;

/// <summary>A size, rate and format that a camera offers.</summary>
/// <param name="Format">Pixel format as the driver names it, such as "MJPG" or "YUYV".</param>
/// <param name="Width">Pixels across.</param>
/// <param name="Height">Pixels down.</param>
/// <param name="FramesPerSecond">The highest rate at this size.</param>
public readonly record struct CameraMode(string Format, int Width, int Height, double FramesPerSecond);

/// <summary>A camera of this machine.</summary>
/// <param name="Number">What <c>--source</c> takes.</param>
/// <param name="Name">What the maker calls it; <c>--source</c> takes it too.</param>
/// <param name="Path">The device file or the system's identifier, when there is one.</param>
/// <param name="Modes">What it offers; empty when the system does not tell.</param>
/// <param name="Problem">Why it cannot be used at the moment, as one sentence, or null.</param>
public sealed record CameraInfo(int Number, string Name, string? Path, IReadOnlyList<CameraMode> Modes, string? Problem = null);
