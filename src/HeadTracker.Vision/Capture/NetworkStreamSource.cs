using System.ComponentModel;
using System.Diagnostics;
using HeadTracker.Settings;

namespace HeadTracker.Capture;

/// <summary>
/// A stream from an address (RTSP, HTTP, TCP, UDP, SRT, …), decoded by the program ffmpeg: the FFmpeg within OpenCvSharp's library
/// for Linux has no network. Its pictures are live: they carry the time at which they arrived. Films are better read as <see cref="NetworkFilm"/>.
/// </summary>
internal sealed class NetworkStreamSource : IFrameSource
{
    /// <summary>A stream that is lost is noticed after seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const string AsksForPassword = "it asks for another user name or password";

    /// <summary>What may be told of ffmpeg's messages, which hold addresses with their passwords.</summary>
    private static readonly (string Message, string Reason)[] Reasons =
    [
        ("401 Unauthorized", AsksForPassword),
        ("403 Forbidden", "it refuses access"),
        ("404 Not Found", "it has nothing of this name"),
        ("Connection refused", "nothing answers at this port"),
        ("Failed to resolve", "there is no host of this name"),
        ("No route to host", "the host cannot be reached"),
        ("Network is unreachable", "the host cannot be reached"),
        ("timed out", "it does not answer"),
        ("Protocol not found", "this ffmpeg does not know this kind of address"),
    ];

    private readonly FfmpegDecoder _decoder;
    private readonly Stopwatch _clock = new();

    /// <param name="address">Where the stream is.</param>
    /// <param name="cancellation">Ends the opening.</param>
    /// <exception cref="UserErrorException">There is no ffmpeg, or the stream cannot be opened.</exception>
    public NetworkStreamSource(Uri address, CancellationToken cancellation = default)
        : this(address, Patience, cancellation)
    {
    }

    internal NetworkStreamSource(Uri address, TimeSpan patience, CancellationToken cancellation)
    {
        Name = SourceText.Shown(address.OriginalString);
        _decoder = Open(Name, program => new FfmpegDecoder(program,
            ["-loglevel", "info", "-nostats", .. InputOptions(address), "-i", address.OriginalString], keepsChroma: false, patience, cancellation));
        FramesPerSecond = _decoder.FramesPerSecond is > 0 and < 1000 and var rate ? rate : CaptureOptions.DefaultFramesPerSecond;
    }

    public string Name { get; }

    public bool IsLive => true;

    public double FramesPerSecond { get; }

    public long? FrameCount => null;

    /// <summary>What ffmpeg says of the stream.</summary>
    public FfmpegInput Input => _decoder.WaitForInput();

    public bool TryRead(Frame frame, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested || !_decoder.TryRead(frame.Image, out _, cancellation)) return false;
        frame.Arrived = _decoder.Arrived;
        _clock.Start();
        frame.Timestamp = _clock.Elapsed;
        return true;
    }

    public void Dispose() => _decoder.Dispose();

    private static string Advice(string? reason) => reason == AsksForPassword
        ? "give them with --source, as in http://NAME:PASSWORD@HOST, at every start: profiles keep no passwords"
        : "check that the address plays in a media player on this machine";

    /// <summary>Opens what the program ffmpeg is needed for.</summary>
    /// <param name="shown">The address as it may be shown.</param>
    /// <param name="open">Takes the path of ffmpeg; throws <see cref="EndOfStreamException"/> with its messages.</param>
    /// <exception cref="UserErrorException">There is no ffmpeg, or the address cannot be opened.</exception>
    internal static T Open<T>(string shown, Func<string, T> open)
    {
        try
        {
            return open(FfmpegProgram.Find() ?? throw new Win32Exception());
        }
        catch (Win32Exception e)
        {
            throw new UserErrorException("Network cameras need the program ffmpeg; install it and start again.", e);
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
        {
            // Not handed on: the exception's message may hold a password.
            var reason = Array.Find(Reasons, known => e.Message.Contains(known.Message, StringComparison.Ordinal)).Reason;
            var said = reason is null ? "" : $" ({reason})";
            throw new UserErrorException($"{shown} cannot be opened{said}; {Advice(reason)}.");
        }
    }

    /// <summary>An old picture is worth nothing; nothing is kept back to put packets or pictures into order.</summary>
    private static string[] InputOptions(Uri address) =>
    [
        "-fflags", "nobuffer", "-flags", "low_delay",
        .. address.Scheme switch
        {
            // By UDP, pictures come damaged.
            "rtsp" or "rtsps" => new[] { "-rtsp_transport", "tcp" },
            // Only for the case that this program is killed and cannot end ffmpeg any more.
            "http" or "https" or "tcp" => ["-rw_timeout", "10000000"],
            _ => [],
        },
    ];
}
