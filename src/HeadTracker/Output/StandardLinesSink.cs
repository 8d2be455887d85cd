using System.Buffers;
using HeadTracker.Results;
using HeadTracker.Tracking;
using Microsoft.Win32.SafeHandles;

namespace HeadTracker.Output;

/// <summary>The lines of <c>poses.jsonl</c> as they come, each passed on at once, for a program at the other end of a pipe.</summary>
/// <remarks>Waits for a slow reader, so it belongs behind a queue; a reader that is gone has had enough, which is no error.</remarks>
internal sealed class StandardLinesSink : IPoseSink
{
    private const int BrokenPipeUnix = 32, BrokenPipeWindows = 109, ClosingPipeWindows = 232;
    private readonly ArrayBufferWriter<byte> _buffer = new(1 << 14);
    private readonly Stream _output;
    private readonly Action _closed;
    private readonly PoseLine _line;
    private bool _isClosed;

    /// <param name="output">Unbuffered; owned.</param>
    /// <param name="closed">Called once when nobody reads any more, on the thread that writes.</param>
    public StandardLinesSink(Stream output, Action closed)
    {
        (_output, _closed) = (output, closed);
        _line = new PoseLine(_buffer);
    }

    /// <summary>Standard output as it is. The console's own stream would keep silent about a closed pipe.</summary>
    public static Stream OpenStandardOutput() => OperatingSystem.IsWindows()
        ? Console.OpenStandardOutput()
        : new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);

    /// <exception cref="UserErrorException">The output takes no more for another reason than a reader who left.</exception>
    public void Write(TrackingResult result)
    {
        if (_isClosed) return;
        _buffer.ResetWrittenCount();
        _line.Write(result);
        try
        {
            _output.Write(_buffer.WrittenSpan);
            _output.Flush();
        }
        catch (IOException e) when ((e.HResult & 0xFFFF) is BrokenPipeUnix or BrokenPipeWindows or ClosingPipeWindows)
        {
            _isClosed = true;
            _closed();
        }
        catch (IOException e)
        {
            throw new UserErrorException($"The poses cannot be written to standard output ({e.Message.TrimEnd('.')}); send them somewhere else.", e);
        }
    }

    public void Dispose()
    {
        _line.Dispose();
        _output.Dispose();
    }
}
