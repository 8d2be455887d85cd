namespace OpenCvSharp;

/// <summary>How the neighbourhood of an adaptive threshold is weighed.</summary>
public enum AdaptiveThresholdTypes
{
    MeanC = 0,
    GaussianC = 1,
}
