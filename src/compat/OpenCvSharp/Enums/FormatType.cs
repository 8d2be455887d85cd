namespace OpenCvSharp;

/// <summary>Text formats of Mat.Dump.</summary>
public enum FormatType
{
    Default = 0,
    MATLAB = 1,
    CSV = 2,
    Python = 3,
    NumPy = 4,
    C = 5,
}
