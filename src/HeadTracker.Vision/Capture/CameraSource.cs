using System.Diagnostics;
using OpenCvSharp;

namespace HeadTracker.Capture;

/// <summary>A webcam. Windows: DirectShow, then Media Foundation; Linux: Video4Linux; macOS: AVFoundation.</summary>
/// <remarks>
/// OpenCV's Video4Linux decodes MJPG by its own <see cref="Cv2.ImDecode(Mat, ImreadModes)"/>, straight into the picture, so that asking for
/// the JPEGs and decoding them here would gain nothing.
/// </remarks>
public sealed class CameraSource : IFrameSource
{
    private const int DamagedInARow = 10;

    private readonly VideoCapture _capture;
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Opens a camera and takes its first picture.</summary>
    /// <param name="number">As <see cref="CameraInfo.Number"/>.</param>
    /// <param name="name">For people.</param>
    /// <param name="options">What to ask it for; it gives the nearest it has.</param>
    /// <exception cref="UserErrorException">The camera is missing, busy or blocked.</exception>
    public CameraSource(int number, string name, CaptureOptions options)
    {
        Name = name;
        // Ask the system first: OpenCV says no more than that it failed, and for an absent camera says it slowly.
        if (OperatingSystem.IsLinux() && LinuxCameras.ProblemOf(number) is { } problem) throw new UserErrorException(problem);
        foreach (var backend in Backends)
        {
            _capture = new VideoCapture(number, backend);
            if (_capture.IsOpened() && Configure(_capture, options))
            {
                var rate = _capture.Get(VideoCaptureProperties.Fps);
                FramesPerSecond = rate is > 0 and < 1000 ? rate : CaptureOptions.DefaultFramesPerSecond;
                return;
            }

            _capture.Dispose();
        }

        throw new UserErrorException(ProblemOf(number) ?? NoPicture(number));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsLive => true;

    /// <inheritdoc/>
    public double FramesPerSecond { get; }

    /// <inheritdoc/>
    public long? FrameCount => null;

    private static VideoCaptureAPIs[] Backends =>
        OperatingSystem.IsWindows() ? [VideoCaptureAPIs.DSHOW, VideoCaptureAPIs.MSMF]
        : OperatingSystem.IsMacOS() ? [VideoCaptureAPIs.AVFOUNDATION]
        : [VideoCaptureAPIs.V4L2];

    /// <summary>Why a camera cannot be used, as one sentence that says what to do; null when nothing speaks against it.</summary>
    public static string? ProblemOf(int number)
    {
        if (OperatingSystem.IsLinux()) return LinuxCameras.ProblemOf(number);
        return ProblemAmong(CameraList.Find(), number);
    }

    /// <summary>
    /// The same by what a list says. Systems other than Linux do not tell whether a camera is in use until somebody opens it: only
    /// <see cref="CameraSource(int, string, CaptureOptions)"/> can find that out.
    /// </summary>
    internal static string? ProblemAmong(IReadOnlyList<CameraInfo> cameras, int number) =>
        cameras.FirstOrDefault(camera => camera.Number == number) is { } listed
            ? listed.Problem
            : $"Camera {number} does not exist; '{CommandName.Typed} devices' lists the cameras of this machine.";

    /// <summary>For a camera that nothing speaks against and that does not open all the same.</summary>
    private static string NoPicture(int number) =>
        OperatingSystem.IsWindows() ? $"Camera {number} is busy or does not answer; close other programs that use it and start again."
        : OperatingSystem.IsMacOS() ? $"Camera {number} gives no picture: allow the terminal to use the camera under System Settings, Privacy & Security, "
            + "Camera, or close the program that uses it."
        : $"Camera {number} gives no picture; unplug it, plug it in again, and start again.";

    /// <inheritdoc/>
    public bool TryRead(Frame frame, CancellationToken cancellation)
    {
        // A picture that came damaged over the cable is left out; a camera that sends nothing else is gone.
        for (var i = 0; i < DamagedInARow && !cancellation.IsCancellationRequested && _capture.Grab(); i++)
        {
            frame.Arrived = Stopwatch.GetTimestamp();
            frame.Timestamp = Stopwatch.GetElapsedTime(_start, frame.Arrived);
            if (_capture.Retrieve(frame.Image) && !frame.Image.Empty()) return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _capture.Dispose();

    /// <summary>Drivers speak of exposure in units of their own; a camera that has no such control keeps its automatic one.</summary>
    private static void SetExposure(VideoCapture capture, double milliseconds)
    {
        const double v4l2Manual = 1, v4l2UnitsPerMillisecond = 10, windowsManual = 0;
        if (OperatingSystem.IsWindows())
        {
            // DirectShow and Media Foundation take the logarithm of seconds to the base 2, in whole steps.
            capture.Set(VideoCaptureProperties.AutoExposure, windowsManual);
            capture.Set(VideoCaptureProperties.Exposure, Math.Round(Math.Log2(milliseconds / 1000)));
        }
        else
        {
            capture.Set(VideoCaptureProperties.AutoExposure, v4l2Manual);
            capture.Set(VideoCaptureProperties.Exposure, Math.Round(milliseconds * v4l2UnitsPerMillisecond));
        }
    }

    private static bool Configure(VideoCapture capture, CaptureOptions options)
    {
        var size = options.Size ?? CaptureOptions.DefaultSize;
        // The format comes first: sizes and rates depend on it.
        if (options.MotionJpeg) capture.Set(VideoCaptureProperties.FourCC, FourCC.MJPG);
        capture.Set(VideoCaptureProperties.FrameWidth, size.Width);
        capture.Set(VideoCaptureProperties.FrameHeight, size.Height);
        capture.Set(VideoCaptureProperties.Fps, options.FramesPerSecond ?? CaptureOptions.DefaultFramesPerSecond);
        if (options.ExposureMs is { } exposure) SetExposure(capture, exposure);
        // One picture in the driver's queue: an old one is worth nothing.
        capture.Set(VideoCaptureProperties.BufferSize, 1);
        return capture.Grab();
    }
}
