using static OpenCvSharp.Arguments;

namespace OpenCvSharp;

/// <content>The library itself.</content>
public static partial class Cv2
{
    /// <summary>Threads of OpenCV's own loops; 0 and 1 run them on the caller's, a negative count restores the default.</summary>
    public static void SetNumThreads(int nThreads) => Native.Check(Native.cvs_set_num_threads(nThreads));

    public static int GetNumThreads()
    {
        Native.Check(Native.cvs_get_num_threads(out var count));
        return count;
    }

    public static void SetUseOptimized(bool onoff) => Native.Check(Native.cvs_set_use_optimized(Int(onoff)));

    public static bool UseOptimized()
    {
        Native.Check(Native.cvs_use_optimized(out var on));
        return on != 0;
    }

    public static string GetVersionString()
    {
        Native.Check(Native.cvs_version(out var text));
        return Native.TakeString(text);
    }

    public static string GetBuildInformation()
    {
        Native.Check(Native.cvs_build_information(out var text));
        return Native.TakeString(text);
    }

    /// <summary>What OpenCV prints on standard error.</summary>
    /// <returns>The level until now.</returns>
    public static LogLevel SetLogLevel(LogLevel logLevel)
    {
        Native.Check(Native.cvs_log_level((int)logLevel, out var previous));
        return (LogLevel)previous;
    }

    public static LogLevel GetLogLevel()
    {
        Native.Check(Native.cvs_log_level(-1, out var level));
        return (LogLevel)level;
    }
}
