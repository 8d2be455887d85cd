using System.Diagnostics;
using OpenCvSharp;

namespace HeadTracker.Capture;

/// <summary>A video file, or an animated GIF, read as fast as it can be decoded.</summary>
public sealed class VideoFileSource : IFrameSource
{
    /// <summary>Some containers only estimate how many pictures they hold.</summary>
    private const double LeastShare = 0.9;

    private readonly IFilmDecoder _film;
    private readonly Mat _first = new();
    private TimeSpan _last = TimeSpan.MinValue;
    private long _read;

    /// <summary>Opens a film.</summary>
    /// <param name="file">Anything that FFmpeg reads.</param>
    /// <exception cref="UserErrorException">There is no such film, or nothing here decodes it.</exception>
    public VideoFileSource(string file)
    {
        Name = Path.GetFileName(file);
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
            _film = FilmDecoders.Open(file, _first);
        }
        catch
        {
            _first.Dispose();
            throw;
        }

        FramesPerSecond = _film.FramesPerSecond ?? CaptureOptions.DefaultFramesPerSecond;
        FrameCount = _film.FrameCount;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsLive => false;

    /// <inheritdoc/>
    public double FramesPerSecond { get; }

    /// <inheritdoc/>
    public long? FrameCount { get; }

    /// <inheritdoc/>
    public string? Problem { get; private set; }

    /// <inheritdoc/>
    public bool TryRead(Frame frame, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) return false;
        frame.Arrived = Stopwatch.GetTimestamp();
        if (_last == TimeSpan.MinValue)
        {
            _first.CopyTo(frame.Image);
            frame.Timestamp = _last = TimeSpan.Zero;
            _read = 1;
            return true;
        }

        if (!_film.TryDecode(frame.Image, out var position, cancellation))
        {
            // Pictures missing in the middle are told of already.
            if (Problem is null && !cancellation.IsCancellationRequested && FrameCount is { } count && _read < LeastShare * count && !_film.WasInterrupted)
            {
                Problem = $"{Name} breaks off after {_read} of {count} frames; what could be read was used.";
            }

            return false;
        }

        _read++;
        if (_film.MetDamage) Problem = $"{Name} is damaged after {_last.TotalSeconds:F1} s; what could be read was used.";
        // Some files give no usable times; theirs then advance by the nominal rate, so that time always moves forward.
        frame.Timestamp = _last = position > _last ? position : _last + TimeSpan.FromSeconds(1 / FramesPerSecond);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _film.Dispose();
        _first.Dispose();
    }
}
