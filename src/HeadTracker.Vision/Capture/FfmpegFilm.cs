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
    {
        _decoder = new FfmpegDecoder(program, ["-i", "file:" + Path.GetFullPath(file)], keepsChroma, patience: null, CancellationToken.None);
        (FramesPerSecond, FrameCount) = (framesPerSecond ?? (_decoder.FramesPerSecond is > 0 and < 1000 and var rate ? rate : null), frameCount);
    }

    public double? FramesPerSecond { get; }

    public long? FrameCount { get; }

    public bool MetDamage { get; private set; }

    public bool WasInterrupted => _decoder.WasInterrupted();

    public bool TryDecode(Mat image, out TimeSpan position, CancellationToken cancellation)
    {
        var isRead = _decoder.TryRead(image, out position, cancellation);
        _first ??= position;
        position -= _first.Value;
        var errors = _decoder.DecodingErrors;
        (MetDamage, _errors) = (errors > _errors, errors);
        return isRead;
    }

    public void Dispose() => _decoder.Dispose();
}
