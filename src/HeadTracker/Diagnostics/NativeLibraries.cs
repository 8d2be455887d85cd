using System.Diagnostics;

namespace HeadTracker.Diagnostics;

/// <summary>The native libraries that this process has loaded so far.</summary>
internal static class NativeLibraries
{
    private static readonly string[] Interesting =
    [
        "OpenCvSharpExtern", "opencv_", "onnxruntime", "DirectML", "torch", "glfw", "libGL.", "libGLX", "libEGL", "opengl32",
        "avcodec", "avformat", "avfilter", "avutil", "swscale", "cudart", "libcuda", "v4l",
    ];

    /// <summary>Paths of those that matter here, each once.</summary>
    public static IReadOnlyList<string> Loaded()
    {
        using var process = Process.GetCurrentProcess();
        return
        [
            .. process.Modules.Cast<ProcessModule>()
                .Select(module => module.FileName)
                .Where(IsInteresting)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    internal static bool IsInteresting(string path) =>
        Array.Exists(Interesting, name => Path.GetFileName(path).Contains(name, StringComparison.OrdinalIgnoreCase))
        && (OperatingSystem.IsWindows() || !path.EndsWith(".dll", StringComparison.Ordinal));
}
