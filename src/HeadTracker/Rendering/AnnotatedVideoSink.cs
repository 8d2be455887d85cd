using HeadTracker.Output;
using HeadTracker.Tracking;
using OpenCvSharp;

namespace HeadTracker.Rendering;

/// <summary><c>annotated.mp4</c>: what the camera saw with boxes, axes and angles drawn in. Draws into the frames it gets.</summary>
/// <remarks>
/// A film runs at one rate, and pictures come unevenly: each stands until the time at which the next was taken, or for
/// <see cref="LongestStill"/> where there is a gap. Of a live source, pictures that come faster than the film's rate are left out; of a file
/// every one is there, as long as the film does not fall behind by more than <see cref="LongestLag"/>. It is H.264 where the program ffmpeg codes
/// it, else MPEG-4 part 2. A film that cannot be encoded is left
/// out with a warning; only what the file system refuses, which then refuses the poses too, is an error.
/// </remarks>
public sealed class AnnotatedVideoSink : IFrameSink
{
    /// <summary>For how long a picture stands when no other comes: a camera may be away for hours, and files can claim to be.</summary>
    public static readonly TimeSpan LongestStill = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestLag = TimeSpan.FromSeconds(0.5);
    private readonly OutputFolder _folder;
    private readonly string _name;
    private readonly double _rate;
    private readonly bool _isLive;
    private readonly Action<string> _report;
    private readonly FrameAnnotator _annotator;
    private readonly Mat _picture = new();
    private readonly string _file;
    private IFilmWriter? _writer;
    private Size _size;
    private TimeSpan _start;
    private long _written;

    /// <param name="folder">Stays the caller's.</param>
    /// <param name="name">The film's, in it.</param>
    /// <param name="framesPerSecond">The source's; the film gets the nearest that it can have.</param>
    /// <param name="isLive">Whether pictures come at their own time.</param>
    /// <param name="fieldOfView">The camera's diagonal field of view in degrees.</param>
    /// <param name="report">Told in one sentence when the film is left out, on the thread that writes or completes.</param>
    public AnnotatedVideoSink(OutputFolder folder, string name, double framesPerSecond, bool isLive, float fieldOfView, Action<string> report)
    {
        (_folder, _name, _isLive, _report) = (folder, name, isLive, report);
        (_rate, _annotator, _file) = (FilmFormat.RateFor(framesPerSecond), new FrameAnnotator(fieldOfView), folder.Begin(name));
    }

    /// <summary>Whether the film was left out, which has been reported.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Whether pictures of it were already taken then: a film is lost, where otherwise this machine just makes none.</summary>
    public bool IsBroken => HasFailed && _writer is not null;

    /// <summary>How the film is coded; null as long as there is no picture in it, or when it was left out.</summary>
    public FilmCodec? Codec => HasFailed ? null : _writer?.Codec;

    public void Write(TrackedFrame frame)
    {
        if (HasFailed) return;
        try
        {
            Add(frame);
        }
        catch (Exception e) when (e is not UserErrorException)
        {
            // Whatever a native library throws at this picture: poses do not depend on films.
            LeaveOut(e is IOException ? WhyNotWhole() : $"a picture could not be drawn or encoded ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')})");
        }
    }

    /// <summary>Ends the film. Encoders do not report a full disk, so the file is read back.</summary>
    public void Complete()
    {
        if (HasFailed) return;
        if (_writer is null)
        {
            _folder.Abandon(_name);
            return;
        }

        _writer.Release();
        using var check = new VideoCapture(_file, VideoCaptureAPIs.FFMPEG);
        if (check.IsOpened() && (long)check.Get(VideoCaptureProperties.FrameCount) == _written) return;
        check.Release();
        LeaveOut(WhyNotWhole());
    }

    public void Dispose()
    {
        _writer?.Dispose();
        _picture.Dispose();
    }

    private void Add(TrackedFrame frame)
    {
        var (image, time) = (frame.Frame.Image, frame.Frame.Timestamp);
        if (_writer is null && !TryOpen(image.Size(), time)) return;
        var slot = SlotOf(time);
        // The picture before stands until this one's turn.
        for (; _written < slot; _written++) _writer!.Write(_picture);
        if (slot < _written && (_isLive || _written - slot > LongestLag.TotalSeconds * _rate)) return;
        _annotator.Draw(image, frame.Result);
        if (image.Size() == _size) image.CopyTo(_picture);
        else Cv2.Resize(image, _picture, _size, interpolation: InterpolationFlags.Area);
        _writer!.Write(_picture);
        _written++;
    }

    /// <summary>The film's picture that is shown at this time; after a gap the film's clock goes on as if it had been shorter.</summary>
    private long SlotOf(TimeSpan time)
    {
        var exact = (time - _start).TotalSeconds * _rate;
        // Files round their times and state rates that are not quite theirs: what is less than a picture late is on time.
        var slot = (long)(_isLive ? Math.Round(exact) : Math.Floor(exact));
        var last = _written - 1 + (long)Math.Round(LongestStill.TotalSeconds * _rate);
        if (slot <= last) return slot;
        _start = time - TimeSpan.FromSeconds(last / _rate);
        return last;
    }

    private bool TryOpen(Size size, TimeSpan time)
    {
        (_size, _start) = (FilmFormat.SizeFor(size), time);
        _writer = (IFilmWriter?)H264Writer.TryOpen(_file, _rate, _size) ?? Mpeg4Writer.TryOpen(_file, _rate, _size);
        if (_writer is not null) return true;
        // Neither gives a reason; where plain bytes can be written it is the encoder that refuses.
        _folder.Guard(() => File.WriteAllBytes(_file, new byte[4096]));
        LeaveOut($"this build of OpenCV does not encode MP4 films of {_size.Width}x{_size.Height} pixels at {_rate} per second");
        return false;
    }

    private string WhyNotWhole()
    {
        try
        {
            // The end of the film is what a full disk takes; then it takes no further bytes either.
            _folder.Guard(() => File.AppendAllBytes(_file, new byte[4096]));
            return "not all of its pictures can be read back";
        }
        catch (UserErrorException e)
        {
            return $"it could not be written whole: {e.Message.TrimEnd('.')}";
        }
    }

    private void LeaveOut(string reason)
    {
        HasFailed = true;
        // Closed first: an open file cannot be removed on Windows.
        _writer?.Dispose();
        _folder.Abandon(_name);
        _report($"The film {_name} is left out, since {reason}; the poses do not depend on it.");
    }
}
