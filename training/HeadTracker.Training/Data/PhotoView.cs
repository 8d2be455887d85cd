using HeadTracker.Contract;
using OpenCvSharp;

namespace HeadTracker.Training.Data;

/// <summary>Hands OpenCV's images to the cropper without copying.</summary>
public static class PhotoView
{
    /// <summary>The pixels of an 8-bit BGR image; valid while the image lives.</summary>
    public static BgrImage Of(Mat photo)
    {
        if (photo.Type() != MatType.CV_8UC3) throw new ArgumentException($"The photo is {photo.Type()}, not 8-bit BGR.", nameof(photo));
        return new BgrImage(photo.Data, photo.Width, photo.Height, (int)photo.Step());
    }
}
