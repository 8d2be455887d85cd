using System.ComponentModel;
using System.Diagnostics;

namespace HeadTracker.Capture;

/// <summary>The program ffmpeg of this machine, which reads addresses and decodes what OpenCV's own FFmpeg cannot, or only slowly.</summary>
public static class FfmpegProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Whether this system's FFmpeg libraries decode films here, which come with the program.</summary>
    public static bool HasLibraries => SystemFfmpeg.Installed is not null;

    private static string FileName => OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";

    /// <summary>Where it is: the first one on the search path, or null. Looked up anew each time, since it may be installed meanwhile.</summary>
    public static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, FileName))
            .FirstOrDefault(IsProgram);

    /// <summary>What the program calls its version, such as "5.1.9-0+deb12u1"; null when it does not run.</summary>
    public static string? VersionOf(string path)
    {
        try
        {
            var start = new ProcessStartInfo(path, ["-nostdin", "-version"]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            // It may end by itself at the same moment.
            using var limit = Guard.NewTimer(process.Kill, Patience, Timeout.InfiniteTimeSpan, _ => { });
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            // ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026 the FFmpeg developers
            return process.ExitCode == 0 && text.Split(' ', 4) is ["ffmpeg", "version", var version, _] ? version : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static bool IsProgram(string path)
    {
        const UnixFileMode executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & executable) != 0);
    }
}
