using OpenCvSharp;

namespace HeadTracker.Capture;

/// <summary>A film by way of the program ffmpeg.</summary>
internal sealed class FfmpegFilm : IFilmDecoder
{
    private readonly FfmpegDecoder _decoder;
    private TimeSpan? _first;
    private int _errors;

    /// <param name="program">Path of ffmpeg.</param>
    /// <param name="file">Any name: ffmpeg is told that it is a file's, so that a minus or colon in it means nothing.</param>
    /// <param name="keepsChroma">As for <see cref="FfmpegDecoder"/>.</param>
    /// <param name="framesPerSecond">As far as it is known.</param>
    /// <param name="frameCount">As far as it is known.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    /// <exception cref="EndOfStreamException">The film cannot be opened.</exception>
    public FfmpegFilm(string program, string file, bool keepsChroma, double? framesPerSecond, long? frameCount)
        : this(program, ["-i", NameOf(file)], keepsChroma, patience: null, CancellationToken.None) =>
        (FramesPerSecond, FrameCount) = (framesPerSecond ?? FramesPerSecond, frameCount);

    /// <param name="program">Path of ffmpeg.</param>
    /// <param name="input">As for <see cref="FfmpegDecoder"/>, of something that ends.</param>
    /// <param name="keepsChroma">As for <see cref="FfmpegDecoder"/>.</param>
    /// <param name="patience">As for <see cref="FfmpegDecoder"/>.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    /// <exception cref="EndOfStreamException">The film cannot be opened.</exception>
    public FfmpegFilm(string program, IReadOnlyList<string> input, bool keepsChroma, TimeSpan? patience, CancellationToken cancellation)
    {
        // ffmpeg would otherwise close gaps in the film's times.
        _decoder = new FfmpegDecoder(program, ["-copyts", .. input], keepsChroma, patience, cancellation);
        FramesPerSecond = _decoder.FramesPerSecond is > 0 and < 1000 and var rate ? rate : null;
    }

    public double? FramesPerSecond { get; }

    public long? FrameCount { get; }

    public bool MetDamage { get; private set; }

    public bool BrokeOff => _decoder.BrokeOff();

    public bool WasInterrupted => _decoder.WasInterrupted();

    /// <summary>What a file is called when ffmpeg is told its name: a file whatever it begins with.</summary>
    public static string NameOf(string file) => "file:" + Path.GetFullPath(file);

    public bool TryDecode(Mat image, out TimeSpan position, CancellationToken cancellation)
    {
        var isRead = _decoder.TryRead(image, out position, cancellation);
        _first ??= position == FilmTimes.Unknown ? null : position;
        if (position != FilmTimes.Unknown) position -= _first!.Value;
        // Its last complaints come after its last picture.
        if (!isRead && !cancellation.IsCancellationRequested) _decoder.WasInterrupted();
        var errors = _decoder.DecodingErrors;
        (MetDamage, _errors) = (errors > _errors, errors);
        return isRead;
    }

    public void Dispose() => _decoder.Dispose();
}
