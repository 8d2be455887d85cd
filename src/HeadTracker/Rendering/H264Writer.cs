using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using HeadTracker.Capture;
using HeadTracker.Output;
using OpenCvSharp;

namespace HeadTracker.Rendering;

/// <summary>H.264 by the program ffmpeg, which gets the pictures as they are: OpenCV's packages contain no encoder that browsers' codecs need.</summary>
internal sealed class H264Writer : IFilmWriter
{
    /// <summary>A process of its own session does not get the Ctrl+C that ends the run: ffmpeg would end the film before its last pictures.</summary>
    private const string NewSession = "/usr/bin/setsid";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Process _process;
    private readonly Stream _pictures;
    private bool _isDisposed;

    private H264Writer(Process process) => (_process, _pictures) = (process, process.StandardInput.BaseStream);

    public FilmCodec Codec => FilmCodec.H264;

    /// <returns>Null when there is no ffmpeg, or it cannot code such pictures into this file.</returns>
    public static H264Writer? TryOpen(string file, double rate, Size size)
    {
        if (FfmpegProgram.Find() is not { } program) return null;
        var shape = $"{size.Width}x{size.Height}";
        var speed = rate.ToString(CultureInfo.InvariantCulture);
        // The format has even sides only. Quick rather than small: the tracker needs the processor.
        // The rate is said again, or the container rounds an unusual one.
        string[] output = ["-r", speed, "-vf", "crop=trunc(iw/2)*2:trunc(ih/2)*2", "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-y", file];
        // One picture first: what the encoder, the container or the system refuse shows before a picture of the run is lost.
        try
        {
            using var trial = Start(program, ["-f", "lavfi", "-i", $"color=size={shape}:rate={speed}", "-frames:v", "1", .. output]);
            trial.StandardInput.Close();
            if (!HasEndedWell(trial)) return null;
            string[] input = ["-f", "rawvideo", "-pixel_format", "bgr24", "-video_size", shape, "-framerate", speed, "-i", "pipe:0"];
            return new H264Writer(Start(program, [.. input, .. output]));
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    public unsafe void Write(Mat picture) => _pictures.Write(new ReadOnlySpan<byte>((void*)picture.Data, checked((int)(picture.Total() * picture.ElemSize()))));

    public void Release()
    {
        _pictures.Dispose();
        HasEndedWell(_process);
    }

    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        HasEnded(_process, TimeSpan.Zero);
        _process.Dispose();
    }

    private static Process Start(string program, IEnumerable<string> arguments)
    {
        arguments = ["-nostats", "-hide_banner", "-loglevel", "quiet", .. arguments];
        var start = File.Exists(NewSession) ? new ProcessStartInfo(NewSession, [program, .. arguments]) : new ProcessStartInfo(program, arguments);
        (start.RedirectStandardInput, start.CreateNoWindow) = (true, true);
        return Process.Start(start)!;
    }

    private static bool HasEndedWell(Process process) => HasEnded(process, Patience) && process.ExitCode == 0;

    private static bool HasEnded(Process process, TimeSpan patience)
    {
        if (process.WaitForExit(patience)) return true;
        process.Kill();
        return false;
    }
}
