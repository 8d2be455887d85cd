using OpenCvSharp;

namespace HeadTracker.Capture;

/// <summary>How a source is opened.</summary>
/// <param name="Size">Requested size of a camera's pictures, or null for 1280×720; the camera gives the nearest it has.</param>
/// <param name="FramesPerSecond">Requested rate of a camera, or the assumed rate of a folder of images; null for 30.</param>
/// <param name="MotionJpeg">Ask a camera for MJPG, without which USB cameras cannot send large pictures at full rate.</param>
/// <param name="Pace">Play files at their own rate, as a window wants it, instead of as fast as they can be read.</param>
/// <param name="ExposureMs">Exposure to ask a camera for, in milliseconds; null leaves it to the camera.</param>
public sealed record CaptureOptions(Size? Size = null, double? FramesPerSecond = null, bool MotionJpeg = true, bool Pace = false, double? ExposureMs = null)
{
    /// <summary>Begin clips, folders and films anew at their end.</summary>
    public bool Loop { get; init; }

    /// <summary>Flip every picture left to right.</summary>
    public bool Mirror { get; init; }

    /// <summary>What is asked for, and assumed of pictures, when nobody says otherwise.</summary>
    public const double DefaultFramesPerSecond = 30;

    /// <summary>What a camera is asked for when nobody says otherwise.</summary>
    public static readonly Size DefaultSize = new(1280, 720);
}
