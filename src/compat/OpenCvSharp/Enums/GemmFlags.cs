namespace OpenCvSharp;

/// <summary>Which operands of Cv2.Gemm are transposed.</summary>
public enum GemmFlags
{
    None = 0,
    A_T = 1,
    B_T = 2,
    C_T = 4,
}
