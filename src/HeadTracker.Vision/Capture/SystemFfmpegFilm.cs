using System.Text;
using OpenCvSharp;

namespace HeadTracker.Capture;

/// <summary>A film by way of the system's own FFmpeg libraries, within this process.</summary>
internal sealed unsafe class SystemFfmpegFilm : IFilmDecoder
{
    private const int WithinChildren = 1, Bgr24 = 3, Bicubic = 4;

    /// <summary>The converter writes so many pixels at once, and leaves out what would not fit at the end of a row.</summary>
    private const int WholePixels = 32;

    private readonly SystemFfmpeg _ffmpeg;
    private readonly string _file;
    private readonly RotateFlags? _turn;
    private readonly Mat _stored = new();
    private readonly SquarePixels _pixels;
    private readonly double _tick;
    private readonly nint _sink;
    private nint _graph, _converter;
    private SystemFfmpeg.Frame* _frame;
    private long _first = long.MinValue;
    private long _read;
    private Mat? _wide, _exact;
    private OpenCvFilm? _rest;

    /// <param name="ffmpeg">The libraries.</param>
    /// <param name="file">Any name: they are told that it is a file's.</param>
    /// <param name="orientation">By how many degrees the pictures have to be turned clockwise: 0, 90, 180 or 270.</param>
    /// <param name="pixelAspect">A pixel's width by its height once the pictures are turned. Filters hand on only what the codec itself says of it.</param>
    /// <param name="framesPerSecond">As far as it is known.</param>
    /// <param name="frameCount">As far as it is known.</param>
    /// <exception cref="InvalidDataException">The film cannot be opened.</exception>
    public SystemFfmpegFilm(SystemFfmpeg ffmpeg, string file, int orientation, double pixelAspect, double? framesPerSecond, long? frameCount)
    {
        (_ffmpeg, _file, FramesPerSecond, FrameCount) = (ffmpeg, file, framesPerSecond, frameCount);
        _pixels = new SquarePixels(pixelAspect);
        _turn = orientation switch
        {
            90 => RotateFlags.Rotate90Clockwise,
            180 => RotateFlags.Rotate180,
            270 => RotateFlags.Rotate90Counterclockwise,
            _ => null,
        };
        _graph = ffmpeg.GraphAlloc();
        _frame = ffmpeg.FrameAlloc();
        try
        {
            var film = Add("movie", "filename", "file:" + Path.GetFullPath(file));
            _sink = Add("buffersink");
            Check(ffmpeg.Link(film, 0, _sink, 0));
            Check(ffmpeg.GraphConfig(_graph, 0));
            var timeBase = ffmpeg.GetTimeBase(_sink);
            _tick = (double)timeBase.Numerator / timeBase.Denominator;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public double? FramesPerSecond { get; }

    public long? FrameCount { get; }

    public bool MetDamage { get; private set; }

    public bool TryDecode(Mat image, out TimeSpan position, CancellationToken cancellation)
    {
        if (_rest is not null) return TryDecodeRest(image, out position, cancellation);
        var error = _ffmpeg.GetFrame(_sink, _frame);
        if (error < 0)
        {
            position = default;
            if (error == SystemFfmpeg.EndOfFile) return false;
            // The filter goes no further than a place that cannot be read; OpenCV looks for what there is behind it.
            _rest = new OpenCvFilm(_file);
            while (_read-- > 0 && _rest.TryDecode(image, out _, cancellation))
            {
            }

            var isMore = TryDecodeRest(image, out position, cancellation);
            MetDamage = true;
            return isMore;
        }

        var place = _pixels.PlaceFor(image);
        Convert(_turn is null ? place : _stored);
        if (_turn is { } turn) Cv2.Rotate(_stored, place, turn);
        _pixels.Deliver(image);
        _read++;
        if (_first == long.MinValue) _first = _frame->Time;
        position = _frame->Time == long.MinValue ? FilmTimes.Unknown : FilmTimes.Of(((double)_frame->Time - _first) * _tick);
        _ffmpeg.FrameUnref(_frame);
        return true;
    }

    public void Dispose()
    {
        fixed (SystemFfmpeg.Frame** frame = &_frame) _ffmpeg.FrameFree(frame);
        fixed (nint* graph = &_graph) _ffmpeg.GraphFree(graph);
        _ffmpeg.FreeConverter(_converter);
        _converter = 0;
        _stored.Dispose();
        _pixels.Dispose();
        _exact?.Dispose();
        _wide?.Dispose();
        _rest?.Dispose();
    }

    private static void Check(int error)
    {
        if (error < 0) throw new InvalidDataException($"FFmpeg's libraries report error {error}.");
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text + '\0');

    private bool TryDecodeRest(Mat image, out TimeSpan position, CancellationToken cancellation)
    {
        var isRead = _rest!.TryDecode(image, out position, cancellation);
        MetDamage = _rest.MetDamage;
        return isRead;
    }

    private nint Add(string name, string? option = null, string value = "")
    {
        fixed (byte* filterName = Bytes(name), optionName = Bytes(option ?? ""), optionValue = Bytes(value))
        {
            var filter = _ffmpeg.GraphAllocFilter(_graph, _ffmpeg.GetByName(filterName), null);
            if (filter == 0) throw new InvalidDataException($"FFmpeg's libraries lack the filter {name}.");
            if (option is not null) Check(_ffmpeg.SetOption(filter, optionName, optionValue, WithinChildren));
            Check(_ffmpeg.InitStr(filter, null));
            return filter;
        }
    }

    private void Convert(Mat image)
    {
        var size = new Size(_frame->Width, _frame->Height);
        if (size.Width % WholePixels == 0)
        {
            image.Create(size, MatType.CV_8UC3);
            ConvertTo(image);
            return;
        }

        if (_exact?.Size() != size)
        {
            _exact?.Dispose();
            _wide?.Dispose();
            _wide = new Mat(size.Height, (size.Width / WholePixels + 1) * WholePixels, MatType.CV_8UC3);
            _exact = _wide.SubMat(0, size.Height, 0, size.Width);
        }

        ConvertTo(_wide!);
        _exact.CopyTo(image);
    }

    /// <summary>As OpenCV does it, YUV taken for BT.601 whatever the film says of itself, so that both give the same pictures.</summary>
    private void ConvertTo(Mat target)
    {
        var (width, height) = (_frame->Width, _frame->Height);
        _converter = _ffmpeg.GetConverter(_converter, width, height, _frame->Format, width, height, Bgr24, Bicubic, 0, 0, 0);
        if (_converter == 0)
        {
            throw new UserErrorException($"The pictures of {Path.GetFileName(_file)} cannot be converted; give another file or convert it to MP4.");
        }

        var pixels = (byte*)target.Data;
        var stride = (int)target.Step();
        _ffmpeg.Convert(_converter, &_frame->Planes, &_frame->Strides, 0, height, &pixels, &stride);
    }
}
