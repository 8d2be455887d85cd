using HeadTracker.Geometry;
using HeadTracker.Results;
using OpenCvSharp;

namespace HeadTracker.Rendering;

/// <summary>Draws what the tracker found into the picture it found it in. Used by one thread.</summary>
public sealed class FrameAnnotator(float fieldOfView)
{
    private readonly PoseOverlay _overlay = new();
    private DrawnFace[] _faces = new DrawnFace[8];

    public void Draw(Mat image, TrackingResult result)
    {
        var count = DrawnFace.Fill(result, ref _faces, recentred: false);
        Draw(image, _faces.AsSpan(0, count));
    }

    public void Draw(Mat image, ReadOnlySpan<DrawnFace> faces) =>
        _overlay.Draw(image, PinholeCamera.FromDiagonalFieldOfView(image.Width, image.Height, fieldOfView), faces);
}
