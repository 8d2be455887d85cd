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

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
