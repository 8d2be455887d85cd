using System.Buffers.Binary;
using HeadTracker.Tracking;
using OpenCvSharp;

namespace HeadTracker.Dashboard;

/// <summary>Pictures as JPEG for whoever asks, one for all who ask at the same time. Costs nothing while nobody does.</summary>
/// <remarks>Each is preceded by <see cref="HeaderLength"/> bytes, little-endian: frame number (8), the frame's own width and height (4 each).</remarks>
internal sealed class VideoFeed : IFrameSink
{
    public const int HeaderLength = 16;

    /// <summary>Pixels across, at most: what the page shows.</summary>
    private const int Width = 720;

    private static readonly ImageEncodingParam Quality = new(ImwriteFlags.JpegQuality, 75);
    private readonly Lock _gate = new();
    private readonly Mat _picture = new();
    private readonly byte[] _header = new byte[HeaderLength];
    private TaskCompletionSource<byte[]>? _wanted;
    private TaskCompletionSource<byte[]>? _encoding;

    /// <summary>The next picture that comes.</summary>
    public Task<byte[]> Next()
    {
        lock (_gate) return (_wanted ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    public void Write(TrackedFrame frame)
    {
        lock (_gate)
        {
            if (_wanted is null || _encoding is not null) return;
            (_encoding, _wanted) = (_wanted, null);
            Take(frame);
        }

        // Off the output thread: encoding takes longer than everything else here.
        ThreadPool.QueueUserWorkItem(feed => feed.Encode(), this, preferLocal: false);
    }

    /// <summary>Call it once nobody writes any more.</summary>
    public void Dispose()
    {
        // An encoder at work finishes first; then the picture is nobody's.
        SpinWait.SpinUntil(() => Volatile.Read(ref _encoding) is null);
        lock (_gate) _wanted?.TrySetCanceled();
        _picture.Dispose();
    }

    private void Take(TrackedFrame frame)
    {
        var image = frame.Frame.Image;
        if (image.Width > Width) Cv2.Resize(image, _picture, new Size(Width, image.Height * Width / image.Width), interpolation: InterpolationFlags.Area);
        else image.CopyTo(_picture);
        BinaryPrimitives.WriteInt64LittleEndian(_header, frame.Frame.Index);
        BinaryPrimitives.WriteInt32LittleEndian(_header.AsSpan(8), image.Width);
        BinaryPrimitives.WriteInt32LittleEndian(_header.AsSpan(12), image.Height);
    }

    private void Encode()
    {
        Cv2.ImEncode(".jpg", _picture, out var jpeg, Quality);
        byte[] message = [.. _header, .. jpeg];
        TaskCompletionSource<byte[]>? done;
        lock (_gate) (done, _encoding) = (_encoding, null);
        done?.TrySetResult(message);
    }
}
