namespace OpenCvSharp;

/// <summary>Axes of Cv2.Flip.</summary>
public enum FlipMode
{
    XY = -1,
    X = 0,
    Y = 1,
}
