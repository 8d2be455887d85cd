namespace OpenCvSharp;

/// <summary>Matrix decompositions of Cv2.Invert and Cv2.Solve.</summary>
public enum DecompTypes
{
    LU = 0,
    SVD = 1,
    Eig = 2,
    Cholesky = 3,
    QR = 4,
    Normal = 16,
}
