using HeadTracker.Contract;
using OpenCvSharp;

namespace HeadTracker.Capture;

/// <summary>Hands OpenCV's images to networks and croppers without copying.</summary>
public static class ImagePixels
{
    /// <summary>The pixels of an 8-bit BGR image; valid while the image lives.</summary>
    public static BgrImage AsBgr(this Mat image)
    {
        if (image.Type() != MatType.CV_8UC3) throw new ArgumentException($"The image is {image.Type()}, not 8-bit BGR.", nameof(image));
        return new BgrImage(image.Data, image.Width, image.Height, (int)image.Step());
    }
}
