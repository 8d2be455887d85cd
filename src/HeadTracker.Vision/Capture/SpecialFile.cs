using System.Globalization;
using System.Runtime.InteropServices;

namespace HeadTracker.Capture;

/// <summary>Paths behind which there is no file: cameras, pipes, and this program's own standard input.</summary>
internal static unsafe partial class SpecialFile
{
    // statx(2): fields and numbers are the same on every processor.
    private const int CurrentFolder = -100, ModeOffset = 28, BufferLength = 256;
    private const uint TypeMask = 1;
    private const int Kinds = 0xF000, Pipe = 0x1000, CharacterDevice = 0x2000, Socket = 0xC000;
    private const string VideoDevice = "/dev/video";

    private static readonly string[] StandardInputs = ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"];

    /// <summary>The number of the camera that a path stands for (/dev/video2, or a link such as /dev/v4l/by-id/…), or null.</summary>
    public static int? CameraAt(string path)
    {
        if (!OperatingSystem.IsLinux()) return null;
        var device = (File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? Path.GetFullPath(path);
        return device.StartsWith(VideoDevice, StringComparison.Ordinal)
            && int.TryParse(device.AsSpan(VideoDevice.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>Whether a path is this program's standard input.</summary>
    public static bool IsStandardInput(string path) => !OperatingSystem.IsWindows() && StandardInputs.Contains(path);

    /// <summary>Whether what is there can only be read once, from its start to its end.</summary>
    public static bool IsPipe(string path)
    {
        if (!OperatingSystem.IsLinux()) return false;
        var buffer = stackalloc byte[BufferLength];
        return statx(CurrentFolder, path, 0, TypeMask, buffer) == 0 && (*(ushort*)(buffer + ModeOffset) & Kinds) is Pipe or CharacterDevice or Socket;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int folder, string path, int flags, uint mask, byte* buffer);
}
