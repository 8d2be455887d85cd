using System.Buffers.Binary;
using HeadTracker.Tracking;
using OpenCvSharp;

namespace HeadTracker.Dashboard;

/// <summary>Pictures as JPEG for whoever asks, one for all who ask at the same time. Costs nothing while nobody does.</summary>
/// <remarks>
/// Each is preceded by <see cref="HeaderLength"/> bytes, little-endian: frame number (8), the frame's own width and height (4 each). A picture that
/// cannot be encoded fails those who asked for it, and nobody else.
/// </remarks>
internal sealed class VideoFeed : IFrameSink
{
    public const int HeaderLength = 16;

    /// <summary>Pixels across and down, at most: what the page shows, and what JPEG can hold.</summary>
    private const int Width = 720, Height = 4096;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly ImageEncodingParam Quality = new(ImwriteFlags.JpegQuality, 75);
    private readonly Lock _gate = new();
    private readonly Mat _picture = new();
    private readonly byte[] _header = new byte[HeaderLength];

    /// <summary>Set while <see cref="_picture"/> is nobody's.</summary>
    private readonly ManualResetEventSlim _idle = new(true);

    private TaskCompletionSource<byte[]>? _wanted;

    /// <summary>The next picture that comes.</summary>
    public Task<byte[]> Next()
    {
        lock (_gate) return (_wanted ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    public void Write(TrackedFrame frame)
    {
        TaskCompletionSource<byte[]> asked;
        lock (_gate)
        {
            if (_wanted is null || !_idle.IsSet) return;
            (asked, _wanted) = (_wanted, null);
            _idle.Reset();
        }

        Guard.Run(
            () =>
            {
                Take(frame);
                // Off the output thread: encoding takes longer than everything else here.
                Guard.Queue(() => Encode(asked), Fail);
            },
            Fail);

        void Fail(Exception e)
        {
            _idle.Set();
            asked.TrySetException(e);
        }
    }

    /// <summary>Call it once nobody writes any more.</summary>
    public void Dispose()
    {
        lock (_gate) _wanted?.TrySetCanceled();
        // An encoder at work finishes first; one that hangs keeps what it works on.
        if (!_idle.Wait(Patience)) return;
        _picture.Dispose();
        _idle.Dispose();
    }

    private void Take(TrackedFrame frame)
    {
        var image = frame.Frame.Image;
        var scale = Math.Min(1, Math.Min((double)Width / image.Width, (double)Height / image.Height));
        if (scale < 1)
        {
            var size = new Size(Math.Max(1, (int)(image.Width * scale)), Math.Max(1, (int)(image.Height * scale)));
            Cv2.Resize(image, _picture, size, interpolation: InterpolationFlags.Area);
        }
        else
        {
            image.CopyTo(_picture);
        }

        BinaryPrimitives.WriteInt64LittleEndian(_header, frame.Frame.Index);
        BinaryPrimitives.WriteInt32LittleEndian(_header.AsSpan(8), image.Width);
        BinaryPrimitives.WriteInt32LittleEndian(_header.AsSpan(12), image.Height);
    }

    private void Encode(TaskCompletionSource<byte[]> asked)
    {
        Cv2.ImEncode(".jpg", _picture, out var jpeg, Quality);
        byte[] message = [.. _header, .. jpeg];
        _idle.Set();
        asked.TrySetResult(message);
    }
}
