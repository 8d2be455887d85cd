using HeadTracker.Settings;

namespace HeadTracker.Capture;

/// <summary>Films, and single pictures, that come from an address, a pipe or standard input: read once, each picture at its own time, to the end.</summary>
internal static class NetworkFilm
{
    /// <summary>A film's server may take its time; a camera that is silent for so long would be gone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Who listens there has one connection to give, and no beginning to go back to.</summary>
    private static readonly string[] Connections = ["tcp", "udp", "rtp", "srt", "unix"];

    /// <summary>Formats of which the length of what the server sends says nothing: a camera's row of pictures, and lists of other files.</summary>
    private static readonly string[] Unmeasured = ["mpjpeg", "hls", "dash"];

    /// <summary>Whether what was opened as live has an end: how long it lasts is known, it is a picture, or the server knows its number of bytes.</summary>
    public static bool Is(Uri address, FfmpegInput input)
    {
        if (input.Format is not { } format || Connections.Contains(address.Scheme)) return false;
        return input.HasDuration || format.EndsWith("_pipe", StringComparison.Ordinal) || FileAt(address, format) is not null;
    }

    /// <param name="address">As ffmpeg understands it.</param>
    /// <param name="input">What ffmpeg said of it.</param>
    /// <param name="framesPerSecond">At which a picture is taken to run.</param>
    /// <exception cref="UserErrorException">There is no ffmpeg, or the film cannot be opened.</exception>
    public static IFrameSource Open(Uri address, FfmpegInput input, double framesPerSecond)
    {
        // Without seeking ffmpeg finds no index that stands at a film's end, and of a picture it does not heed how the camera was held.
        if (FileAt(address, input.Format) is { } file && (file.IsPicture || !file.CanSeek)) return file.Fetch(framesPerSecond);
        return Open(SourceText.Shown(address.OriginalString), address.OriginalString, Patience);
    }

    /// <summary>A pipe, whoever writes into it and however slowly.</summary>
    /// <param name="name">For people.</param>
    /// <param name="input">As ffmpeg is told it.</param>
    /// <exception cref="UserErrorException">There is no ffmpeg, or no film comes.</exception>
    public static IFrameSource OpenPipe(string name, string input) => Open(name, input, null);

    private static HttpFile? FileAt(Uri address, string? format) => Unmeasured.Contains(format) ? null : HttpFile.Find(address);

    private static VideoFileSource Open(string shown, string input, TimeSpan? patience) => NetworkStreamSource.Open(shown, program =>
    {
        var film = new FfmpegFilm(program, ["-i", input], keepsChroma: true, patience, CancellationToken.None);
        try
        {
            return new VideoFileSource(shown, film);
        }
        catch
        {
            film.Dispose();
            throw;
        }
    });
}
