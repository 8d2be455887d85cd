namespace OpenCvSharp;

/// <summary>Flags of the optical flow functions.</summary>
public enum OpticalFlowFlags
{
    None = 0,
    PyrAReady = 1,
    PyrBReady = 2,
    UseInitialFlow = 4,
    LkGetMinEigenvals = 8,
    FarnebackGaussian = 256,
}
