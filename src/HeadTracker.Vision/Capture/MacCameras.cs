using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json;

namespace HeadTracker.Capture;

/// <summary>Cameras as macOS's own report names them. AVFoundation may number several cameras in another order.</summary>
[SupportedOSPlatform("macos")]
internal static class MacCameras
{
    public static IReadOnlyList<CameraInfo> Find()
    {
        using var process = Process.Start(new ProcessStartInfo("/usr/sbin/system_profiler", ["SPCameraDataType", "-json"]) { RedirectStandardOutput = true });
        if (process is null) return [];
        using var report = JsonDocument.Parse(process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        if (!report.RootElement.TryGetProperty("SPCameraDataType", out var cameras)) return [];
        return [.. cameras.EnumerateArray()
            .Select((camera, number) => new CameraInfo(number, Text(camera, "_name") ?? $"Camera {number}", Text(camera, "spcamera_unique-id"), []))];
    }

    /// <summary>Why a camera cannot be used, as one sentence that says what to do; null when nothing speaks against it.</summary>
    public static string? ProblemOf(int number) => number < Find().Count
        ? $"Camera {number} gives no picture: allow the terminal to use the camera under System Settings, Privacy & Security, Camera, "
            + "or close the program that uses it."
        : $"Camera {number} does not exist; './headtracker devices' lists the cameras of this machine.";

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
