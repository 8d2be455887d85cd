using System.ComponentModel;
using System.Diagnostics;

namespace HeadTracker.Capture;

/// <summary>The program ffmpeg of this machine, which reads addresses and decodes what OpenCV's own FFmpeg cannot, or only slowly.</summary>
internal static class FfmpegProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

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
            using var process = Process.Start(
                new ProcessStartInfo(path, ["-nostdin", "-version"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            using var limit = new Timer(_ => process.Kill(), null, Patience, Timeout.InfiniteTimeSpan);
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

    private static bool IsProgram(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
