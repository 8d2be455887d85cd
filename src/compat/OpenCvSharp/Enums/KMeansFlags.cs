namespace OpenCvSharp;

/// <summary>How Cv2.Kmeans starts.</summary>
public enum KMeansFlags
{
    RandomCenters = 0,
    UseInitialLabels = 1,
    PpCenters = 2,
}
