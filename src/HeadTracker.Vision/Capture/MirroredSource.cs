using OpenCvSharp;

namespace HeadTracker.Capture;

/// <summary>Another source's pictures as a mirror shows them; the poses in them change sides with the pictures.</summary>
public sealed class MirroredSource(IFrameSource inner) : WrappedSource(inner)
{
    /// <inheritdoc/>
    public override bool TryRead(Frame frame, CancellationToken cancellation)
    {
        if (!Inner.TryRead(frame, cancellation)) return false;
        Cv2.Flip(frame.Image, frame.Image, FlipMode.Y);
        return true;
    }
}
