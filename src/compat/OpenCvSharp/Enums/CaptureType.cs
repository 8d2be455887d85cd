namespace OpenCvSharp;

/// <summary>What a VideoCapture reads from.</summary>
public enum CaptureType
{
    File = 0,
    Camera = 1,
    NotSpecified = 2,
}
