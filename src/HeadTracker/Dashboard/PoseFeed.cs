using System.Buffers;
using HeadTracker.Output;
using HeadTracker.Results;
using HeadTracker.Tracking;

namespace HeadTracker.Dashboard;

/// <summary>The last few lines of poses, for any number of readers at their own pace; one that falls behind misses lines, never delays one.</summary>
/// <remarks>A ring that the inference thread writes and each reader copies from. Allocates nothing once its lines have their length.</remarks>
internal sealed class PoseFeed : IPoseSink
{
    /// <summary>How many lines a reader may be behind before it is put to the newest one.</summary>
    public const int Kept = 8;

    private readonly ArrayBufferWriter<byte> _buffer = new(1 << 12);
    private readonly byte[][] _lines = [.. Enumerable.Range(0, Kept).Select(_ => new byte[1 << 10])];
    private readonly int[] _lengths = new int[Kept];
    private readonly List<PoseReader> _readers = [];
    private readonly Lock _gate = new();
    private readonly PoseLine _line;
    private long _count;

    public PoseFeed() => _line = new PoseLine(_buffer);

    public void Write(TrackingResult result)
    {
        _buffer.ResetWrittenCount();
        _line.Write(result);
        lock (_gate)
        {
            ref var line = ref _lines[_count % Kept];
            if (line.Length < _buffer.WrittenCount) line = new byte[2 * _buffer.WrittenCount];
            _buffer.WrittenSpan.CopyTo(line);
            _lengths[_count++ % Kept] = _buffer.WrittenCount;
            foreach (var reader in _readers) reader.Wake();
        }
    }

    /// <summary>The newest line with its end, or an empty one before the first frame.</summary>
    public byte[] Latest()
    {
        lock (_gate) return _count == 0 ? [] : Line(_count - 1).ToArray();
    }

    /// <summary>A reader that begins with the next line; dispose it.</summary>
    public PoseReader Subscribe()
    {
        lock (_gate)
        {
            var reader = new PoseReader(this, _count);
            _readers.Add(reader);
            return reader;
        }
    }

    public void Dispose() => _line.Dispose();

    internal void Unsubscribe(PoseReader reader)
    {
        lock (_gate) _readers.Remove(reader);
    }

    /// <summary>Copies line <paramref name="number"/>, or the newest one when that is gone.</summary>
    /// <param name="number">Rises to the number of the line copied.</param>
    /// <param name="target">Grows when it is too small.</param>
    /// <returns>Its length; 0 when it has not been written yet.</returns>
    internal int Copy(ref long number, ref byte[] target)
    {
        lock (_gate)
        {
            if (number >= _count) return 0;
            if (number < _count - Kept) number = _count - 1;
            var line = Line(number);
            if (target.Length < line.Length) target = new byte[2 * line.Length];
            line.CopyTo(target);
            return line.Length;
        }
    }

    private ReadOnlySpan<byte> Line(long number) => _lines[number % Kept].AsSpan(0, _lengths[number % Kept]);
}
