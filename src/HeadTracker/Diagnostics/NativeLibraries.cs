using System.Diagnostics;

namespace HeadTracker.Diagnostics;

/// <summary>The native libraries that this process has loaded so far.</summary>
internal static class NativeLibraries
{
    private static readonly string[] Interesting =
        [
            "OpenCvSharpExtern", "opencv_", "onnxruntime", "DirectML", "torch", "glfw", "SkiaSharp", "fontconfig", "libGL", "libEGL", "opengl32",
            "avcodec", "avformat", "cudart", "libcuda", "v4l",
        ];

    private const string NotFound = ": cannot open shared object file: No such file or directory";

    /// <summary>A failure in one line. Linux's loader lists every place where it looked, and among them the library that one of ours needs and lacks.</summary>
    public static string WhatFailed(Exception failure)
    {
        var lines = failure.Message.Split('\n', StringSplitOptions.TrimEntries);
        if (failure is not DllNotFoundException) return lines[0];
        var lacking = lines.FirstOrDefault(line => line.EndsWith(NotFound, StringComparison.Ordinal) && !line.StartsWith('/'));
        return lacking is null ? lines[0] : $"the library {lacking[..^NotFound.Length]} is not installed";
    }

    /// <summary>Paths of those that matter here, each once.</summary>
    public static IReadOnlyList<string> Loaded()
    {
        using var process = Process.GetCurrentProcess();
        return
        [
            .. process.Modules.Cast<ProcessModule>()
                .Select(module => module.FileName)
                .Where(path => Interesting.Any(name => Path.GetFileName(path).Contains(name, StringComparison.OrdinalIgnoreCase))
                    && !path.EndsWith(".dll", StringComparison.Ordinal) | OperatingSystem.IsWindows())
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }
}
