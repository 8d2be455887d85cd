namespace OpenCvSharp;

/// <summary>When an iteration ends.</summary>
public enum CriteriaTypes
{
    Count = 1,
    MaxIter = 1,
    Eps = 2,
}
