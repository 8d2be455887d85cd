using System.ComponentModel;
using System.Diagnostics;
using OpenCvSharp;

namespace HeadTracker.Capture;

/// <summary>The pictures of a film or stream, with their times, as the program ffmpeg decodes them.</summary>
/// <remarks>As in OpenCV's own decoding, YUV is taken for BT.601 whatever the source says of itself, and its range is heeded.</remarks>
internal sealed class FfmpegDecoder : IDisposable
{
    /// <summary>What ffmpeg calls this program's standard input.</summary>
    public const string StandardInput = "pipe:0";

    /// <summary>Times are handed over in .NET's ticks.</summary>
    private const string TimeBase = "1:10000000";

    /// <summary>YUV 4:2:0 in the usual range, to be converted here. An odd row or column has no chroma of its own and is left out.</summary>
    private static readonly string[] AsYuv =
        ["-vf", "crop=trunc(iw/2)*2:trunc(ih/2)*2:0:0,scale=in_color_matrix=bt601:out_color_matrix=bt601:out_range=tv", "-pix_fmt", "yuv420p"];

    private static readonly string[] AsBgr = ["-vf", "scale=in_color_matrix=bt601", "-pix_fmt", "bgr24"];

    /// <summary>Every picture once, at its own time, however irregular. Versions before 5.1 know only the older name.</summary>
    private static readonly string[] EveryPicture = ["-fps_mode", "passthrough"], EveryPictureBefore51 = ["-vsync", "passthrough"];

    /// <summary>What "encodes" the pictures, which is to copy them, would keep one back for each thread but the first, and the pipe the end of each.</summary>
    private static readonly string[] AtOnce = ["-threads", "1", "-flush_packets", "1"];

    private static volatile bool _isBefore51;

    private readonly FfmpegProcess _process;
    private readonly NutReader _reader;
    private readonly Timer? _watchdog;
    private volatile bool _isLate;
    private readonly TimeSpan _patience;
    private readonly Mat? _yuv;
    private readonly SquarePixels _pixels;

    /// <param name="program">Path of ffmpeg.</param>
    /// <param name="input">What ffmpeg is told to open, and how; ends with "-i" and a name.</param>
    /// <param name="keepsChroma">For sources with more chroma than 4:2:0: pictures come as BGR, twice the bytes of YUV.</param>
    /// <param name="patience">How long a picture may take, and opening three times as long, before ffmpeg is given up; null for ever.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    /// <exception cref="EndOfStreamException">The source cannot be opened or holds no picture; the message is ffmpeg's and may hold passwords.</exception>
    public FfmpegDecoder(string program, IReadOnlyList<string> input, bool keepsChroma, TimeSpan? patience, CancellationToken cancellation)
    {
        _patience = patience ?? Timeout.InfiniteTimeSpan;
        for (var isFirst = true; ; isFirst = false)
        {
            _process = new FfmpegProcess(program,
            [
                .. input, "-map", "0:V:0", .. keepsChroma ? AsBgr : AsYuv, .. _isBefore51 ? EveryPictureBefore51 : EveryPicture,
                "-enc_time_base", TimeBase, "-c:v", "rawvideo", .. AtOnce, "-f", "nut", "pipe:1",
            ], readsInput: input[^1] == StandardInput);
            if (patience is not null) _watchdog = Guard.NewTimer(GiveUp, 3 * _patience, Timeout.InfiniteTimeSpan, _ => { });
            try
            {
                using var ending = cancellation.UnsafeRegister(Kill, _process);
                _reader = new NutReader(_process.Output);
                break;
            }
            catch (EndOfStreamException)
            {
                _process.WaitForEnd();
                var messages = _process.Messages;
                Release();
                var isOld = isFirst && messages.Any(message => message.Contains("fps_mode", StringComparison.Ordinal));
                if (!isOld) throw new EndOfStreamException(string.Join('\n', messages));
                _isBefore51 = true;
            }
            catch
            {
                Release();
                throw;
            }
        }

        _watchdog?.Change(Timeout.Infinite, Timeout.Infinite);
        _pixels = new SquarePixels(_reader.PixelAspect);
        _yuv = keepsChroma ? null : new Mat(_reader.Height * 3 / 2, _reader.Width, MatType.CV_8UC1);
    }

    /// <summary>As the source states it; null when it states none.</summary>
    public double? FramesPerSecond => _reader.FramesPerSecond;

    /// <summary>How many times so far something could not be decoded. ffmpeg is a little ahead of what has been read here.</summary>
    public int DecodingErrors => _process.DecodingErrors;

    /// <summary><see cref="Stopwatch"/> ticks at which the last picture was there, still to be converted.</summary>
    public long Arrived { get; private set; }

    /// <summary>Waits for the next picture and makes it BGR.</summary>
    /// <param name="image">Takes it.</param>
    /// <param name="time">On the source's clock, or <see cref="FilmTimes.Unknown"/>.</param>
    /// <param name="cancellation">Ends ffmpeg: there are no more pictures then.</param>
    /// <returns>False at the end.</returns>
    public bool TryRead(Mat image, out TimeSpan time, CancellationToken cancellation)
    {
        var place = _pixels.PlaceFor(image);
        if (_yuv is null) place.Create(_reader.Height, _reader.Width, MatType.CV_8UC3);
        _watchdog?.Change(_patience, Timeout.InfiniteTimeSpan);
        bool isRead;
        using (cancellation.UnsafeRegister(Kill, _process))
        {
            isRead = _reader.TryRead(BytesOf(_yuv ?? place), out time);
        }

        Arrived = Stopwatch.GetTimestamp();
        _watchdog?.Change(Timeout.Infinite, Timeout.Infinite);
        if (!isRead) return false;
        if (_yuv is not null) Cv2.CvtColor(_yuv, place, ColorConversionCodes.YUV2BGR_I420);
        _pixels.Deliver(image);
        return true;
    }

    /// <summary>As <see cref="FfmpegProcess.WaitForInput"/>.</summary>
    public FfmpegInput WaitForInput() => _process.WaitForInput();

    /// <summary>After the end: whether there ought to have been more.</summary>
    public bool BrokeOff()
    {
        _process.WaitForEnd();
        return _isLate || _process.BrokeOff;
    }

    /// <summary>After the end: whether it came because ffmpeg was told to stop, as by Ctrl+C, which reaches it too.</summary>
    public bool WasInterrupted()
    {
        _process.WaitForEnd();
        return _process.WasInterrupted;
    }

    public void Dispose()
    {
        Release();
        _yuv?.Dispose();
        _pixels.Dispose();
    }

    private static void Kill(object? process) => ((FfmpegProcess)process!).Kill();

    private void GiveUp()
    {
        _isLate = true;
        Kill(_process);
    }

    private static unsafe Span<byte> BytesOf(Mat image) => new((void*)image.Data, checked((int)(image.Total() * image.ElemSize())));

    private void Release()
    {
        _watchdog?.Dispose();
        _process.Dispose();
    }
}
