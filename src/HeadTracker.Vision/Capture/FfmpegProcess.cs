using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace HeadTracker.Capture;

/// <summary>What ffmpeg says of what it has opened.</summary>
/// <param name="Format">Its name for the container, such as "mov,mp4,m4a,3gp,3g2,mj2"; null when it has said nothing.</param>
/// <param name="HasDuration">Whether it knows how long that lasts, which of live streams nobody does.</param>
internal readonly record struct FfmpegInput(string? Format, bool HasDuration);

/// <summary>A running ffmpeg: what it writes, and what it complains about. It ends with its owner, whatever it is doing.</summary>
/// <remarks>
/// <see cref="Kill"/> may be called by any thread, also while another one reads; that read then ends. Everything else is the owner's,
/// who disposes when nobody reads any more.
/// </remarks>
internal sealed partial class FfmpegProcess : IDisposable
{
    /// <summary>What ffmpeg returns when a signal told it to stop.</summary>
    private const int Interrupted = 255;

    private const int SetPipeSize = 1031, PipeSize = 1 << 20;
    private const int KeptMessages = 20;
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);

    /// <summary>By which words a protocol or a container says that there ought to be more than it got.</summary>
    private static readonly string[] BrokenOff =
        ["ends prematurely", "ended prematurely", "partial file", "Input/output error", "Connection reset", "timed out"];

    private readonly Process _process;
    private readonly Queue<string> _messages = [];
    private readonly ManualResetEventSlim _isDescribed = new();
    private FfmpegInput _input;
    private int _decodingErrors;
    private volatile bool _brokeOff;
    private bool _isDisposed;

    /// <param name="program">Path of ffmpeg.</param>
    /// <param name="arguments">One by one: no shell sees them.</param>
    /// <param name="readsInput">Whether it is handed this program's standard input instead of none.</param>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    public FfmpegProcess(string program, IEnumerable<string> arguments, bool readsInput = false)
    {
        var start = new ProcessStartInfo(program, ["-nostdin", "-hide_banner", "-loglevel", "error", .. arguments])
        {
            RedirectStandardInput = !readsInput,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        _process = Process.Start(start)!;
        if (!readsInput) _process.StandardInput.Close();
        Output = _process.StandardOutput.BaseStream;
        if (OperatingSystem.IsLinux()) WidenPipe();
        // Read all the time: a full pipe would stop it.
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginErrorReadLine();
    }

    /// <summary>The number of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Its standard output.</summary>
    public Stream Output { get; }

    /// <summary>How many times so far it could not decode something.</summary>
    public int DecodingErrors => Volatile.Read(ref _decodingErrors);

    /// <summary>Whether what it reads came to an end before its time.</summary>
    public bool BrokeOff => _brokeOff;

    /// <summary>Its last messages, the oldest first. They may hold the address that it reads, with its password.</summary>
    public IReadOnlyList<string> Messages
    {
        get
        {
            lock (_messages) return [.. _messages];
        }
    }

    /// <summary>Whether it has ended because it was told to stop.</summary>
    public bool WasInterrupted => _process.HasExited && _process.ExitCode == Interrupted;

    /// <summary>What it says of its input once that is open, if it was told to (-loglevel info).</summary>
    public FfmpegInput WaitForInput()
    {
        _isDescribed.Wait(EndPatience);
        return _input;
    }

    /// <summary>Once its output has ended: waits for the rest of it, the last messages included.</summary>
    public void WaitForEnd()
    {
        // Only without a limit are the last messages waited for too.
        if (_process.WaitForExit(EndPatience)) _process.WaitForExit();
    }

    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself, or is just ending.
        }
    }

    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        Kill();
        // Killed programs end at once unless the system itself hangs, which is nothing to wait for.
        _process.WaitForExit(EndPatience);
        Output.Dispose();
        _process.Dispose();
    }

    private void Note(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        lock (_messages)
        {
            if (_messages.Count == KeptMessages) _messages.Dequeue();
            _messages.Enqueue(line);
        }

        // "Input #0, mov,mp4, from 'http://…':", then "  Duration: 00:00:02.00, start: …" or "  Duration: N/A, …".
        const string input = "Input #0, ", duration = "  Duration: ";
        if (line.StartsWith(input, StringComparison.Ordinal) && line.IndexOf(", from '", StringComparison.Ordinal) is > 0 and var end)
        {
            _input = _input with { Format = line[input.Length..end] };
        }
        else if (line.StartsWith(duration, StringComparison.Ordinal) && !_isDescribed.IsSet)
        {
            _input = _input with { HasDuration = !line.AsSpan(duration.Length).StartsWith("N/A") };
            _isDescribed.Set();
        }

        if (Array.Exists(BrokenOff, words => line.Contains(words, StringComparison.Ordinal))) _brokeOff = true;
        // "Error while decoding stream", with 6.1 and later "Error submitting packet to decoder", and what decoders say of their own.
        if (line.Contains("error while decoding", StringComparison.OrdinalIgnoreCase)
            || line.Contains("submitting packet to decoder", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _decodingErrors);
        }
    }

    /// <summary>A picture is large, and each time the pipe is full or empty the two programs wait for each other.</summary>
    private void WidenPipe()
    {
        if (Output is System.IO.Pipes.AnonymousPipeClientStream pipe) _ = fcntl(pipe.SafePipeHandle, SetPipeSize, PipeSize);
    }

    [LibraryImport("libc")]
    private static partial int fcntl(SafeHandle file, int command, int value);
}
