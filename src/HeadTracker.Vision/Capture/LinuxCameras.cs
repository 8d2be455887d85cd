using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using static HeadTracker.Capture.VideoForLinux;

namespace HeadTracker.Capture;

/// <summary>Cameras by way of /sys/class/video4linux and the devices themselves.</summary>
[SupportedOSPlatform("linux")]
internal static class LinuxCameras
{
    private const string Devices = "/sys/class/video4linux";

    public static IReadOnlyList<CameraInfo> Find()
    {
        if (!Directory.Exists(Devices)) return [];
        var cameras = new List<CameraInfo>();
        foreach (var folder in Directory.EnumerateDirectories(Devices, "video*"))
        {
            if (!int.TryParse(Path.GetFileName(folder)["video".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) continue;
            if (Describe(number, NameOf(folder)) is { } camera) cameras.Add(camera);
        }

        cameras.Sort((a, b) => a.Number.CompareTo(b.Number));
        return cameras;
    }

    /// <summary>Why a camera cannot be used, as one sentence that says what to do; null when nothing speaks against it.</summary>
    public static string? ProblemOf(int number)
    {
        var path = PathOf(number);
        if (!File.Exists(path)) return $"Camera {number} does not exist: there is no {path}; '{CommandName.Typed} devices' lists the cameras of this machine.";
        var device = Open(path);
        if (device < 0) return ProblemFor(number, Marshal.GetLastPInvokeError());
        try
        {
            if (!CapturesVideo(device)) return $"{path} is no camera; '{CommandName.Typed} devices' lists the cameras of this machine.";
            return IsBusy(device) ? ProblemFor(number, Busy) : null;
        }
        finally
        {
            Close(device);
        }
    }

    /// <summary>The sentence for an error number of the system.</summary>
    internal static string ProblemFor(int number, int error) => error switch
    {
        AccessDenied or NotPermitted => $"Camera {number} is blocked for this user: "
            + "add yourself to the group 'video' (sudo usermod -aG video $USER), log in again, and check the desktop's privacy settings.",
        Busy => $"Camera {number} is busy: another program is using it; close that program and start again.",
        NoSuchFile or NoSuchDevice or NoSuchAddress => $"Camera {number} is no longer connected; plug it in and start again.",
        _ => $"Camera {number} cannot be opened ({Marshal.GetPInvokeErrorMessage(error)}); unplug it, plug it in again, and start again.",
    };

    private static CameraInfo? Describe(int number, string name)
    {
        var path = PathOf(number);
        var device = Open(path);
        if (device < 0) return new CameraInfo(number, name, path, [], ProblemFor(number, Marshal.GetLastPInvokeError()));
        try
        {
            return CapturesVideo(device) ? new CameraInfo(number, name, path, Modes(device)) : null;
        }
        finally
        {
            Close(device);
        }
    }

    private static string PathOf(int number) => string.Create(CultureInfo.InvariantCulture, $"/dev/video{number}");

    private static string NameOf(string folder)
    {
        var file = Path.Combine(folder, "name");
        return File.Exists(file) ? File.ReadAllText(file).Trim() : Path.GetFileName(folder);
    }
}
