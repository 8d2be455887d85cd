using Microsoft.Win32.SafeHandles;

namespace HeadTracker.Training.Data.Hdf5;

/// <summary>A file as PureHDF may read it: what a damaged file would lead it into ends in an exception. Not thread-safe; owns the handle.</summary>
internal sealed unsafe class Hdf5Stream(SafeFileHandle file) : Stream
{
    /// <summary>Bytes of stack that PureHDF may use; trees of a sound file take a few thousand.</summary>
    private const long MostStack = 1 << 18;

    // PureHDF reads its trees number by number: those come from a stretch of the file that is read at once.
    private readonly byte[] _page = new byte[8192];
    private long _pageStart;
    private int _pageLength;
    private byte* _stack;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; } = RandomAccess.GetLength(file);

    public override long Position { get; set; }

    /// <summary>Tells where the stack stands, before PureHDF is asked for something.</summary>
    public void Begin()
    {
        byte here;
        _stack = &here;
    }

    /// <summary>Reads all that is asked for.</summary>
    /// <exception cref="InvalidDataException">
    /// The file ends before (PureHDF would take what is missing as zeros), or an index leads back to itself (which would end the program;
    /// PureHDF reads at every turn, so this is the place to notice).
    /// </exception>
    public override int Read(Span<byte> buffer)
    {
        byte here;
        if (_stack - &here > MostStack) throw new InvalidDataException("an index of it leads back to itself");
        if (buffer.Length > _page.Length) Fill(buffer, Position);
        else
        {
            if (Position < _pageStart || Position + buffer.Length > _pageStart + _pageLength)
            {
                _pageStart = Position;
                _pageLength = 0;
                _pageLength = Fill(_page.AsSpan(0, (int)Math.Clamp(Length - Position, buffer.Length, _page.Length)), Position);
            }

            _page.AsSpan((int)(Position - _pageStart), buffer.Length).CopyTo(buffer);
        }

        Position += buffer.Length;
        return buffer.Length;
    }

    private int Fill(Span<byte> bytes, long at)
    {
        for (var done = 0; done < bytes.Length;)
        {
            var read = RandomAccess.Read(file, bytes[done..], at + done);
            if (read == 0) throw new InvalidDataException("it is cut off or damaged");
            done += read;
        }

        return bytes.Length;
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
