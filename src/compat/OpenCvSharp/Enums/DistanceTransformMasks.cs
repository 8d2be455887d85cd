namespace OpenCvSharp;

/// <summary>Mask sizes of Cv2.DistanceTransform.</summary>
public enum DistanceTransformMasks
{
    Precise = 0,
    Mask3 = 3,
    Mask5 = 5,
}
