namespace OpenCvSharp;

/// <summary>Methods of Cv2.Inpaint.</summary>
public enum InpaintTypes
{
    NS = 0,
    Telea = 1,
}
