using HeadTracker.Serialization;

namespace HeadTracker.Settings;

/// <summary>The camera and how it is opened.</summary>
public sealed record CameraSettings
{
    /// <summary>As after <c>--source</c>; null for the first camera.</summary>
    [Setting("Camera number or name, file, folder or address, as after --source; null for the first camera.", AtStart = true)]
    public string? Source { get; init; }

    /// <summary>Pixels; counts together with <see cref="Height"/>.</summary>
    [Setting("Width to ask the camera for, in pixels.", Minimum = 16, Maximum = 16384, AtStart = true)]
    public int? Width { get; init; }

    /// <summary>Pixels; counts together with <see cref="Width"/>.</summary>
    [Setting("Height to ask the camera for, in pixels.", Minimum = 16, Maximum = 16384, AtStart = true)]
    public int? Height { get; init; }

    /// <summary>Frames per second; null for the camera's usual rate.</summary>
    [Setting("Frames per second to ask the camera for.", Minimum = 0.1, Maximum = 1000, AtStart = true)]
    public double? Fps { get; init; }

    /// <summary>Milliseconds; null leaves it to the camera.</summary>
    [Setting("Exposure in milliseconds; null leaves it to the camera.", Minimum = 0.01, Maximum = 1000, AtStart = true)]
    public double? ExposureMs { get; init; }

    /// <summary>True to ask for raw pictures instead of Motion JPEG.</summary>
    [Setting("Do not ask for MJPG; better pictures, but large ones come slowly over USB.", AtStart = true)]
    public bool? Uncompressed { get; init; }

    /// <summary>True to flip pictures left to right.</summary>
    [Setting("Flip the picture left to right, as a mirror shows it; yaw, roll and x change sides with it.", AtStart = true)]
    public bool? Mirror { get; init; }

    /// <summary>Degrees across the diagonal; null for a typical webcam's.</summary>
    [Setting("Diagonal field of view in degrees, which distances depend on.", Minimum = 1, Maximum = 179, AtStart = true)]
    public float? FieldOfView { get; init; }
}
