using OpenCvSharp;

namespace HeadTracker.Capture;

/// <summary>Another source's pictures as a mirror shows them; the poses in them change sides with the pictures.</summary>
public sealed class MirroredSource(IFrameSource inner) : IFrameSource
{
    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public bool IsLive => inner.IsLive;

    /// <inheritdoc/>
    public double FramesPerSecond => inner.FramesPerSecond;

    /// <inheritdoc/>
    public long? FrameCount => inner.FrameCount;

    /// <inheritdoc/>
    public string? Problem => inner.Problem;

    /// <inheritdoc/>
    public int LeftOut => inner.LeftOut;

    /// <inheritdoc/>
    public bool TryRead(Frame frame, CancellationToken cancellation)
    {
        if (!inner.TryRead(frame, cancellation)) return false;
        Cv2.Flip(frame.Image, frame.Image, FlipMode.Y);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();
}
