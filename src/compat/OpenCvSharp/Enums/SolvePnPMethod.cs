namespace OpenCvSharp;

/// <summary>Solvers of Cv2.SolvePnP.</summary>
public enum SolvePnPMethod
{
    Iterative = 0,
    EPNP = 1,
    P3P = 2,
    DLS = 3,
    UPNP = 4,
    AP3P = 5,
    IPPE = 6,
    IPPE_SQUARE = 7,
    SQPNP = 8,
}
