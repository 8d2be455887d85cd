using static OpenCvSharp.Arguments;

namespace OpenCvSharp;

/// <summary>OpenCV's functions.</summary>
public static partial class Cv2
{
    public static void Absdiff(InputArray src1, InputArray src2, OutputArray dst) => Native.Check(Native.cvs_absdiff(Need(src1), Need(src2), Need(dst)));

    /// <summary>dst = saturate(src1 + src2) where the mask is not 0.</summary>
    public static void Add(InputArray src1, InputArray src2, OutputArray dst, InputArray? mask = null, int dtype = -1) =>
        Native.Check(Native.cvs_add(Need(src1), Need(src2), Need(dst), Or(mask), dtype));

    public static void Subtract(InputArray src1, InputArray src2, OutputArray dst, InputArray? mask = null, int dtype = -1) =>
        Native.Check(Native.cvs_subtract(Need(src1), Need(src2), Need(dst), Or(mask), dtype));

    public static void Subtract(InputArray src1, Scalar src2, OutputArray dst, InputArray? mask = null, int dtype = -1) =>
        Native.Check(Native.cvs_subtract_scalar(Need(src1), src2, Need(dst), Or(mask), dtype));

    public static void Subtract(Scalar src1, InputArray src2, OutputArray dst, InputArray? mask = null, int dtype = -1) =>
        Native.Check(Native.cvs_subtract_from(src1, Need(src2), Need(dst), Or(mask), dtype));

    /// <summary>Element by element.</summary>
    public static void Multiply(InputArray src1, InputArray src2, OutputArray dst, double scale = 1, int dtype = -1) =>
        Native.Check(Native.cvs_multiply(Need(src1), Need(src2), Need(dst), scale, dtype));

    /// <summary>Element by element; integers round, and give 0 where the divisor is 0.</summary>
    public static void Divide(InputArray src1, InputArray src2, OutputArray dst, double scale = 1, MatType? dtype = null) =>
        Native.Check(Native.cvs_divide(Need(src1), Need(src2), Need(dst), scale, dtype?.Value ?? -1));

    public static void Divide(double scale, InputArray src2, OutputArray dst, int dtype = -1) =>
        Native.Check(Native.cvs_divide_scalar(scale, Need(src2), Need(dst), dtype));

    /// <summary>dst = saturate(alpha · src1 + beta · src2 + gamma).</summary>
    public static void AddWeighted(InputArray src1, double alpha, InputArray src2, double beta, double gamma, OutputArray dst, int dtype = -1) =>
        Native.Check(Native.cvs_add_weighted(Need(src1), alpha, Need(src2), beta, gamma, Need(dst), dtype));

    public static void BitwiseAnd(InputArray src1, InputArray src2, OutputArray dst, InputArray? mask = null) =>
        Native.Check(Native.cvs_bitwise(0, Need(src1), Need(src2), Need(dst), Or(mask)));

    public static void BitwiseOr(InputArray src1, InputArray src2, OutputArray dst, InputArray? mask = null) =>
        Native.Check(Native.cvs_bitwise(1, Need(src1), Need(src2), Need(dst), Or(mask)));

    public static void BitwiseXor(InputArray src1, InputArray src2, OutputArray dst, InputArray? mask = null) =>
        Native.Check(Native.cvs_bitwise(2, Need(src1), Need(src2), Need(dst), Or(mask)));

    public static void BitwiseNot(InputArray src, OutputArray dst, InputArray? mask = null) =>
        Native.Check(Native.cvs_bitwise(3, Need(src), MatHandle.None, Need(dst), Or(mask)));

    public static void Min(InputArray src1, InputArray src2, OutputArray dst) => Native.Check(Native.cvs_min(Need(src1), Need(src2), Need(dst)));
    public static void Min(Mat src1, Mat src2, Mat dst) => Native.Check(Native.cvs_min(Need(src1), Need(src2), Need(dst)));
    public static void Max(InputArray src1, InputArray src2, OutputArray dst) => Native.Check(Native.cvs_max(Need(src1), Need(src2), Need(dst)));
    public static void Max(Mat src1, Mat src2, Mat dst) => Native.Check(Native.cvs_max(Need(src1), Need(src2), Need(dst)));

    /// <summary>255 where the relation holds, else 0.</summary>
    public static void Compare(InputArray src1, InputArray src2, OutputArray dst, CmpTypes cmpop) =>
        Native.Check(Native.cvs_compare(Need(src1), Need(src2), Need(dst), (int)cmpop));

    /// <summary>255 where every channel lies between both bounds, which count in, else 0.</summary>
    public static void InRange(InputArray src, InputArray lowerb, InputArray upperb, OutputArray dst) =>
        Native.Check(Native.cvs_in_range(Need(src), Need(lowerb), Need(upperb), Need(dst)));

    public static void InRange(InputArray src, Scalar lowerb, Scalar upperb, OutputArray dst) =>
        Native.Check(Native.cvs_in_range_scalar(Need(src), lowerb, upperb, Need(dst)));

    /// <summary>Looks every 8-bit value up in a table of 256.</summary>
    public static void LUT(InputArray src, InputArray lut, OutputArray dst) => Native.Check(Native.cvs_lut(Need(src), Need(lut), Need(dst)));

    public static void LUT(InputArray src, byte[] lut, OutputArray dst)
    {
        ArgumentNullException.ThrowIfNull(lut);
        if (lut.Length != 256) throw new ArgumentException("A table of 8-bit values has 256 entries.", nameof(lut));
        using var table = Mat.FromPixelData(256, 1, MatType.CV_8UC1, lut);
        LUT(src, table, dst);
    }
}
