using System.Buffers;

namespace HeadTracker.Output;

/// <summary>A file that is written in large pieces. What is in the buffer reaches the file with <see cref="Complete"/>, not by disposal.</summary>
/// <remarks>A plain stream would flush when disposed, and then throw a second time after a full disk has already ended the run.</remarks>
internal sealed class BufferedFile : IDisposable
{
    private const int PieceSize = 1 << 16;
    private readonly OutputFolder _folder;
    private readonly FileStream _stream;

    public BufferedFile(OutputFolder folder, string name)
    {
        _folder = folder;
        try
        {
            _stream = new FileStream(folder.Begin(name), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception e) when (OutputFolder.IsRefusal(e))
        {
            throw folder.Explain(e);
        }
    }

    /// <summary>Takes what is to be written.</summary>
    public ArrayBufferWriter<byte> Buffer { get; } = new(2 * PieceSize);

    /// <summary>Passes the buffer on once there is a piece's worth of it.</summary>
    public void FlushWhenFull()
    {
        if (Buffer.WrittenCount >= PieceSize) Flush();
    }

    public void Complete() => Flush();

    public void Dispose() => _stream.Dispose();

    private void Flush()
    {
        try
        {
            _stream.Write(Buffer.WrittenSpan);
            Buffer.ResetWrittenCount();
        }
        catch (Exception e) when (OutputFolder.IsRefusal(e))
        {
            throw _folder.Explain(e);
        }
    }
}
