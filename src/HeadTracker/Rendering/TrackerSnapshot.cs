using System.Runtime.InteropServices;
using HeadTracker.Capture;
using HeadTracker.Geometry;

namespace HeadTracker.Rendering;

/// <summary>One moment as the window shows it: a picture, the faces in it and the figures of the panels.</summary>
/// <remarks>
/// Rented from a pool, filled by one thread, handed over through a <see cref="Handover{T}"/> and
/// disposed by whoever holds it last, which gives it back to the pool. It owns a copy of the pixels, so the capture's frame
/// can be released at once. Never touch a snapshot after publishing or disposing it.
/// </remarks>
public sealed class TrackerSnapshot : IDisposable
{
    private readonly Pool<TrackerSnapshot> _pool;
    private readonly List<DrawnFace> _faces = new(8);
    private byte[] _pixels = [];

    private TrackerSnapshot(Pool<TrackerSnapshot> pool) => _pool = pool;

    /// <summary>A pool whose snapshots keep their pixel buffers from one use to the next.</summary>
    public static Pool<TrackerSnapshot> NewPool() => new(pool => new TrackerSnapshot(pool), _ => { });

    /// <summary>Image width in pixels; 0 until an image is copied in.</summary>
    public int Width { get; private set; }

    /// <summary>Image height in pixels; 0 until an image is copied in.</summary>
    public int Height { get; private set; }

    /// <summary>The picture, (Height, Width, 3) bytes, B G R, rows top to bottom without padding. Its memory never moves.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels.AsSpan(0, Width * Height * 3);

    /// <summary>The camera that took the picture. Its size must be the picture's.</summary>
    public PinholeCamera Camera { get; set; }

    /// <summary>When the camera took the picture, on the source's clock.</summary>
    public TimeSpan Timestamp { get; set; }

    public HudState Hud { get; set; }

    /// <summary>The first one is "the" face: the panel shows its angles.</summary>
    public ReadOnlySpan<DrawnFace> Faces => CollectionsMarshal.AsSpan(_faces);

    public void AddFace(in DrawnFace face) => _faces.Add(face);

    /// <summary>Copies a BGR picture of 8 bits per channel; allocates only when it is larger than every one before it.</summary>
    /// <param name="pixels">First byte of the top row, as <c>Mat.Data</c> gives it.</param>
    /// <param name="stride">Bytes from one row to the next, as <c>Mat.Step()</c> gives it.</param>
    public unsafe void CopyImage(nint pixels, long stride, int width, int height)
    {
        var rowBytes = width * 3;
        if (_pixels.Length < rowBytes * height) _pixels = GC.AllocateUninitializedArray<byte>(rowBytes * height, pinned: true);
        Width = width;
        Height = height;
        for (var row = 0; row < height; row++)
        {
            new ReadOnlySpan<byte>((byte*)pixels + row * stride, rowBytes).CopyTo(_pixels.AsSpan(row * rowBytes));
        }
    }

    /// <summary>Gives the snapshot back to its pool.</summary>
    public void Dispose()
    {
        _faces.Clear();
        (Width, Height, Camera, Timestamp, Hud) = (0, 0, default, default, default);
        _pool.Return(this);
    }
}
