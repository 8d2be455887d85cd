using System.Diagnostics;
using System.Runtime.InteropServices;

namespace HeadTracker.Tests.Rendering;

/// <summary>
/// A screen that only the tests see (Xvfb), where it is installed; otherwise the one there is. Size and pixel density are then
/// known, and no window flashes up on anyone's desktop.
/// </summary>
internal sealed partial class VirtualDisplay : IDisposable
{
    private static readonly string? Server =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "Xvfb")).FirstOrDefault(File.Exists);

    private readonly Process? _server;

    public VirtualDisplay()
    {
        if (Server is null) return;
        _server = Process.Start(
            new ProcessStartInfo(Server, "-displayfd 1 -screen 0 1920x1200x24 -nolisten tcp") { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _server.ErrorDataReceived += (_, _) => { };
        _server.BeginErrorReadLine();
        // Native code reads the process's own environment, which .NET only copies.
        _ = setenv("DISPLAY", ":" + _server.StandardOutput.ReadLine(), 1);
        _ = unsetenv("WAYLAND_DISPLAY");
    }

    public static bool IsAvailable => !OperatingSystem.IsLinux() || Server is not null || Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 };

    public void Dispose()
    {
        _server?.Kill();
        _server?.Dispose();
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int unsetenv(string name);
}

/// <summary>A fact that opens a window and says by name when there is nowhere to open it.</summary>
internal sealed class DisplayFactAttribute : FactAttribute
{
    public DisplayFactAttribute()
    {
        if (!VirtualDisplay.IsAvailable) Skip = "skipped: no display, and Xvfb is not installed";
    }
}
