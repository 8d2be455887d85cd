namespace OpenCvSharp;

/// <summary>Along what Cv2.Reduce reduces.</summary>
public enum ReduceDimension
{
    Auto = -1,
    Row = 0,
    Column = 1,
}
