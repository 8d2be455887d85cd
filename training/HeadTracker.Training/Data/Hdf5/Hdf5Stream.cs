using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace HeadTracker.Training.Data.Hdf5;

/// <summary>A file as PureHDF may read it: what a damaged file would lead it into ends in an exception. Not thread-safe; owns the handle.</summary>
internal sealed class Hdf5Stream(SafeFileHandle file) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; } = RandomAccess.GetLength(file);

    public override long Position { get; set; }

    /// <summary>Reads all that is asked for.</summary>
    /// <exception cref="EndOfStreamException">The file ends before; PureHDF takes what is missing as zeros.</exception>
    /// <exception cref="InsufficientExecutionStackException">An index leads back to itself. PureHDF reads at every turn, so
    /// this is the place to notice.</exception>
    public override int Read(Span<byte> buffer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        for (var done = 0; done < buffer.Length;)
        {
            var read = RandomAccess.Read(file, buffer[done..], Position);
            if (read == 0) throw new EndOfStreamException("it is cut off or damaged");
            done += read;
            Position += read;
        }

        return buffer.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
        base.Dispose(disposing);
    }
}
