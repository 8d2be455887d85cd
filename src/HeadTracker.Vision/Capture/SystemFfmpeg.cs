using System.Runtime.InteropServices;

namespace HeadTracker.Capture;

/// <summary>
/// The FFmpeg libraries that a Linux system's own ffmpeg package brings, as far as they are needed to decode a film: a filter of theirs
/// opens, reads and decodes one, so that all is said by functions and texts.
/// </summary>
/// <remarks>
/// Structures of FFmpeg differ from version to version. The only one looked into here is AVFrame, and of that what lies in the same place
/// in all versions from 4.4 to 8; other versions are not used.
/// </remarks>
internal sealed unsafe class SystemFfmpeg
{
    /// <summary>AVERROR_EOF: minus the letters "EOF ".</summary>
    public const int EndOfFile = -('E' | ('O' << 8) | ('F' << 16) | (' ' << 24));

    private const int LogNothing = -8;

    /// <summary>Versions of libavfilter, libavutil and libswscale that belong together: FFmpeg 8, 7, 6, 5 and 4.4.</summary>
    private static readonly (int Filter, int Util, int Scale)[] Versions = [(11, 60, 9), (10, 59, 8), (9, 58, 7), (8, 57, 6), (7, 56, 5)];

    private static readonly Lazy<SystemFfmpeg?> FoundOnce = new(Find);

    public readonly delegate* unmanaged<nint> GraphAlloc;
    public readonly delegate* unmanaged<nint*, void> GraphFree;
    public readonly delegate* unmanaged<byte*, nint> GetByName;
    public readonly delegate* unmanaged<nint, nint, byte*, nint> GraphAllocFilter;
    public readonly delegate* unmanaged<nint, byte*, int> InitStr;
    public readonly delegate* unmanaged<nint, uint, nint, uint, int> Link;
    public readonly delegate* unmanaged<nint, nint, int> GraphConfig;
    public readonly delegate* unmanaged<nint, Frame*, int> GetFrame;
    public readonly delegate* unmanaged<nint, Rational> GetTimeBase;
    public readonly delegate* unmanaged<Frame*> FrameAlloc;
    public readonly delegate* unmanaged<Frame**, void> FrameFree;
    public readonly delegate* unmanaged<Frame*, void> FrameUnref;
    public readonly delegate* unmanaged<nint, byte*, byte*, int, int> SetOption;
    public readonly delegate* unmanaged<nint, int, int, int, int, int, int, int, nint, nint, nint, nint> GetConverter;
    public readonly delegate* unmanaged<nint, byte**, int*, int, int, byte**, int*, int> Convert;
    public readonly delegate* unmanaged<nint, void> FreeConverter;

    private SystemFfmpeg(nint filter, nint util, nint scale)
    {
        GraphAlloc = (delegate* unmanaged<nint>)NativeLibrary.GetExport(filter, "avfilter_graph_alloc");
        GraphFree = (delegate* unmanaged<nint*, void>)NativeLibrary.GetExport(filter, "avfilter_graph_free");
        GetByName = (delegate* unmanaged<byte*, nint>)NativeLibrary.GetExport(filter, "avfilter_get_by_name");
        GraphAllocFilter = (delegate* unmanaged<nint, nint, byte*, nint>)NativeLibrary.GetExport(filter, "avfilter_graph_alloc_filter");
        InitStr = (delegate* unmanaged<nint, byte*, int>)NativeLibrary.GetExport(filter, "avfilter_init_str");
        Link = (delegate* unmanaged<nint, uint, nint, uint, int>)NativeLibrary.GetExport(filter, "avfilter_link");
        GraphConfig = (delegate* unmanaged<nint, nint, int>)NativeLibrary.GetExport(filter, "avfilter_graph_config");
        GetFrame = (delegate* unmanaged<nint, Frame*, int>)NativeLibrary.GetExport(filter, "av_buffersink_get_frame");
        GetTimeBase = (delegate* unmanaged<nint, Rational>)NativeLibrary.GetExport(filter, "av_buffersink_get_time_base");
        FrameAlloc = (delegate* unmanaged<Frame*>)NativeLibrary.GetExport(util, "av_frame_alloc");
        FrameFree = (delegate* unmanaged<Frame**, void>)NativeLibrary.GetExport(util, "av_frame_free");
        FrameUnref = (delegate* unmanaged<Frame*, void>)NativeLibrary.GetExport(util, "av_frame_unref");
        SetOption = (delegate* unmanaged<nint, byte*, byte*, int, int>)NativeLibrary.GetExport(util, "av_opt_set");
        GetConverter = (delegate* unmanaged<nint, int, int, int, int, int, int, int, nint, nint, nint, nint>)NativeLibrary.GetExport(scale,
            "sws_getCachedContext");
        Convert = (delegate* unmanaged<nint, byte**, int*, int, int, byte**, int*, int>)NativeLibrary.GetExport(scale, "sws_scale");
        FreeConverter = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(scale, "sws_freeContext");
        var setLogLevel = (delegate* unmanaged<int, void>)NativeLibrary.GetExport(util, "av_log_set_level");
        setLogLevel(LogNothing);
    }

    /// <summary>The libraries of this machine, loaded with the first question; null when it has none that are known here.</summary>
    public static SystemFfmpeg? Installed => FoundOnce.Value;

    private static SystemFfmpeg? Find()
    {
        // Elsewhere OpenCV's own FFmpeg is as fast.
        if (!OperatingSystem.IsLinux()) return null;
        foreach (var (filter, util, scale) in Versions)
        {
            if (NativeLibrary.TryLoad($"libavfilter.so.{filter}", out var filters)
                && NativeLibrary.TryLoad($"libavutil.so.{util}", out var utilities)
                && NativeLibrary.TryLoad($"libswscale.so.{scale}", out var scaling))
            {
                return new SystemFfmpeg(filters, utilities, scaling);
            }
        }

        return null;
    }

    /// <summary>The beginning of an AVFrame.</summary>
    [StructLayout(LayoutKind.Explicit)]
    public struct Frame
    {
        /// <summary>The first of four planes.</summary>
        [FieldOffset(0)]
        public byte* Planes;

        /// <summary>The first of four planes' bytes from one row to the next.</summary>
        [FieldOffset(64)]
        public int Strides;

        [FieldOffset(104)]
        public int Width;

        [FieldOffset(108)]
        public int Height;

        /// <summary>An AVPixelFormat.</summary>
        [FieldOffset(116)]
        public int Format;

        /// <summary>In units of the time base, or the smallest number when it is not known.</summary>
        [FieldOffset(136)]
        public long Time;
    }

    public struct Rational
    {
        public int Numerator, Denominator;
    }
}
