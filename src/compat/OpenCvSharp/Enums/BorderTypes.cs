namespace OpenCvSharp;

/// <summary>How pixels beyond an image's edge are made up.</summary>
public enum BorderTypes
{
    Constant = 0,
    Replicate = 1,
    Reflect = 2,
    Wrap = 3,
    Default = 4,
    Reflect101 = 4,
    Transparent = 5,
    Isolated = 16,
}
