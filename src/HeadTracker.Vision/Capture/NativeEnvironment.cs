using System.Globalization;
using System.Runtime.InteropServices;

namespace HeadTracker.Capture;

/// <summary>Environment variables that native libraries read when they are loaded.</summary>
public static partial class NativeEnvironment
{
    /// <summary>
    /// How many pixels a picture may have: more than the largest sensors of cameras (151 million) and telephones (200 million). A file of
    /// 100 KB can state a thousand million, which would take gigabytes.
    /// </summary>
    public const long LargestPicture = 250_000_000;

    private const string PictureLimit = "OPENCV_IO_MAX_IMAGE_PIXELS";

    /// <summary>Sets what the user has not set. Must run before the first call into OpenCV, ONNX Runtime or libtorch, in tests too.</summary>
    public static void Prepare()
    {
        // Errors come back to us and become our own sentences; the libraries themselves have nothing to say on the console.
        Set("OPENCV_LOG_LEVEL", "SILENT");
        Set("OPENCV_FFMPEG_LOGLEVEL", "-8");
        // OpenCV asks a picture's header before it decodes, whatever the picture comes from.
        Set(PictureLimit, LargestPicture.ToString(CultureInfo.InvariantCulture));
        // With hardware transforms Media Foundation takes up to a minute to open a camera.
        Set("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0");
        // libtorch's threads sleep while they wait for each other: no slower alone, much faster when something else runs too.
        Set("OMP_WAIT_POLICY", "PASSIVE");
        Set("TORCH_CPP_LOG_LEVEL", "ERROR");
        // ONNX Runtime would write files about its use and look up a host.
        Set("ORT_DISABLE_TELEMETRY", "1");
    }

    /// <summary>How many pixels OpenCV takes: <see cref="LargestPicture"/>, or what the user has set.</summary>
    internal static long PixelLimit =>
        long.TryParse(Environment.GetEnvironmentVariable(PictureLimit), NumberStyles.None, CultureInfo.InvariantCulture, out var set) ? set : LargestPicture;

    private static void Set(string name, string value)
    {
        if (Environment.GetEnvironmentVariable(name) is not null) return;
        Environment.SetEnvironmentVariable(name, value);
        // .NET changes only its own copy of the environment on Unix, and the C runtime keeps its own on Windows.
        if (OperatingSystem.IsWindows()) _ = _putenv_s(name, value);
        else _ = setenv(name, value, 1);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);

    [LibraryImport("ucrtbase.dll", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int _putenv_s(string name, string value);
}
