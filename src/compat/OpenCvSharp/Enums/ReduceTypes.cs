namespace OpenCvSharp;

/// <summary>How Cv2.Reduce reduces.</summary>
public enum ReduceTypes
{
    Sum = 0,
    Avg = 1,
    Max = 2,
    Min = 3,
}
