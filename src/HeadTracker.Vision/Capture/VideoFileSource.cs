using System.Diagnostics;
using OpenCvSharp;

namespace HeadTracker.Capture;

/// <summary>A video file, or an animated GIF, read as fast as it can be decoded; also a film that comes from an address or a pipe.</summary>
public sealed class VideoFileSource : IFrameSource
{
    private readonly string? _file;
    private readonly IFilmDecoder _film;
    private readonly FilmTimes _times;
    private readonly Mat _first = new();
    private readonly TimeSpan _firstPosition;
    private long _read;

    /// <summary>Opens a film.</summary>
    /// <param name="file">Anything that FFmpeg reads.</param>
    /// <exception cref="UserErrorException">There is no such film, or nothing here decodes it.</exception>
    public VideoFileSource(string file)
    {
        (_file, Name) = (file, Path.GetFileName(file));
        if (new FileInfo(file).Length == 0) throw new UserErrorException($"{file} is empty; give a video file that plays.");
        try
        {
            using (File.OpenRead(file))
            {
            }
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UserErrorException($"{file} may not be read by this user; change its permissions and start again.", e);
        }

        try
        {
            _film = FilmDecoders.Open(file, _first, out _firstPosition);
        }
        catch
        {
            _first.Dispose();
            throw;
        }

        FramesPerSecond = _film.FramesPerSecond ?? CaptureOptions.DefaultFramesPerSecond;
        FrameCount = _film.FrameCount;
        _times = new FilmTimes(FramesPerSecond);
    }

    /// <summary>A film that can be read only once, from its start to its end.</summary>
    /// <param name="name">For people.</param>
    /// <param name="film">Nothing of it has been read yet; owned from now on, unless this throws.</param>
    /// <exception cref="EndOfStreamException">It holds no picture.</exception>
    internal VideoFileSource(string name, IFilmDecoder film)
    {
        (Name, _film, FramesPerSecond) = (name, film, film.FramesPerSecond ?? CaptureOptions.DefaultFramesPerSecond);
        _times = new FilmTimes(FramesPerSecond);
        if (film.TryDecode(_first, out _firstPosition, CancellationToken.None)) return;
        _first.Dispose();
        throw new EndOfStreamException();
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsLive => false;

    /// <inheritdoc/>
    public double FramesPerSecond { get; }

    /// <inheritdoc/>
    /// <remarks>As the film states it: edit lists may hide pictures, and some containers only estimate it.</remarks>
    public long? FrameCount { get; }

    /// <inheritdoc/>
    public string? Problem { get; private set; }

    /// <inheritdoc/>
    public bool TryRead(Frame frame, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) return false;
        frame.Arrived = Stopwatch.GetTimestamp();
        var position = _firstPosition;
        if (_read == 0)
        {
            _first.CopyTo(frame.Image);
        }
        else if (!_film.TryDecode(frame.Image, out position, cancellation))
        {
            if (!cancellation.IsCancellationRequested && !_film.WasInterrupted) Problem = ProblemAtEnd() ?? Problem;
            return false;
        }

        if (_film.MetDamage) Problem = Damage();
        _read++;
        frame.Timestamp = _times.Next(position);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _film.Dispose();
        _first.Dispose();
    }

    private string Damage() => _times.Last is { } last
        ? $"{Name} is damaged after {last.TotalSeconds:F1} s; what could be read was used."
        : $"{Name} is damaged at its start; what could be read was used.";

    /// <summary>A count that was not reached proves nothing by itself, but tells of a file without its end whether pictures were lost with that.</summary>
    private string? ProblemAtEnd()
    {
        var endsEarly = _film.BrokeOff || (_file is not null && !(_read >= FrameCount) && ContainerCheck.IsCutOff(_file));
        return endsEarly ? $"{Name} breaks off after {_read} frames; what could be read was used." : _film.MetDamage ? Damage() : null;
    }
}
