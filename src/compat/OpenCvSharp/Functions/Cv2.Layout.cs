using static OpenCvSharp.Arguments;

namespace OpenCvSharp;

/// <content>Channels, concatenation, turns, matrices.</content>
public static partial class Cv2
{
    /// <summary>One Mat per channel, each the caller's to dispose.</summary>
    public static unsafe Mat[] Split(Mat src)
    {
        var planes = new Mat[Need(src) is var handle ? src.Channels() : 0];
        for (var i = 0; i < planes.Length; i++) planes[i] = new Mat();
        fixed (nint* p = Pointers(planes)) Native.Check(Native.cvs_split(handle, p));
        GC.KeepAlive(planes);
        return planes;
    }

    public static void Split(Mat src, out Mat[] mv) => mv = Split(src);

    public static unsafe void Merge(Mat[] mv, Mat dst)
    {
        fixed (nint* p = Pointers(mv)) Native.Check(Native.cvs_merge(p, mv.Length, Need(dst)));
        GC.KeepAlive(mv);
    }

    public static unsafe void MixChannels(Mat[] src, Mat[] dst, int[] fromTo)
    {
        ArgumentNullException.ThrowIfNull(fromTo);
        fixed (nint* s = Pointers(src), d = Pointers(dst))
        fixed (int* pairs = fromTo)
            Native.Check(Native.cvs_mix_channels(s, src.Length, d, dst.Length, pairs, fromTo.Length / 2));
        GC.KeepAlive(src);
        GC.KeepAlive(dst);
    }

    public static void ExtractChannel(InputArray src, OutputArray dst, int coi) => Native.Check(Native.cvs_extract_channel(Need(src), Need(dst), coi));
    public static void InsertChannel(InputArray src, InputOutputArray dst, int coi) => Native.Check(Native.cvs_insert_channel(Need(src), Need(dst), coi));

    /// <summary>Side by side.</summary>
    public static unsafe void HConcat(IEnumerable<Mat> src, OutputArray dst)
    {
        var list = src.ToArray();
        fixed (nint* p = Pointers(list)) Native.Check(Native.cvs_hconcat(p, list.Length, Need(dst)));
        GC.KeepAlive(list);
    }

    /// <summary>One above the other.</summary>
    public static unsafe void VConcat(IEnumerable<Mat> src, OutputArray dst)
    {
        var list = src.ToArray();
        fixed (nint* p = Pointers(list)) Native.Check(Native.cvs_vconcat(p, list.Length, Need(dst)));
        GC.KeepAlive(list);
    }

    public static void Repeat(InputArray src, int ny, int nx, OutputArray dst) => Native.Check(Native.cvs_repeat(Need(src), ny, nx, Need(dst)));
    public static void Flip(InputArray src, OutputArray dst, FlipMode flipCode) => Native.Check(Native.cvs_flip(Need(src), Need(dst), (int)flipCode));
    public static void Rotate(InputArray src, OutputArray dst, RotateFlags rotateCode) => Native.Check(Native.cvs_rotate(Need(src), Need(dst), (int)rotateCode));
    public static void Transpose(InputArray src, OutputArray dst) => Native.Check(Native.cvs_transpose(Need(src), Need(dst)));

    /// <summary>Multiplies every element, as a vector of its channels, by a matrix.</summary>
    public static void Transform(InputArray src, OutputArray dst, InputArray m) => Native.Check(Native.cvs_transform(Need(src), Need(dst), Need(m)));

    public static void PerspectiveTransform(InputArray src, OutputArray dst, InputArray m) =>
        Native.Check(Native.cvs_perspective_transform(Need(src), Need(dst), Need(m)));

    /// <summary>Index of the pixel that stands for one beyond the edge, -1 for the border's value.</summary>
    public static int BorderInterpolate(int p, int len, BorderTypes borderType)
    {
        Native.Check(Native.cvs_border_interpolate(p, len, (int)borderType, out var index));
        return index;
    }

    public static void CopyMakeBorder(InputArray src, OutputArray dst, int top, int bottom, int left, int right, BorderTypes borderType, Scalar? value = null) =>
        Native.Check(Native.cvs_copy_make_border(Need(src), Need(dst), top, bottom, left, right, (int)borderType, value ?? default));

    /// <summary>dst = alpha · op(src1) · op(src2) + gamma · op(src3).</summary>
    public static void Gemm(InputArray src1, InputArray src2, double alpha, InputArray? src3, double gamma, OutputArray dst, GemmFlags flags = GemmFlags.None) =>
        Native.Check(Native.cvs_gemm(Need(src1), Need(src2), alpha, Or(src3), gamma, Need(dst), (int)flags));

    /// <returns>0 if a matrix has no inverse.</returns>
    public static double Invert(InputArray src, OutputArray dst, DecompTypes flags = DecompTypes.LU)
    {
        Native.Check(Native.cvs_invert(Need(src), Need(dst), (int)flags, out var result));
        return result;
    }

    /// <summary>Solves src1 · dst = src2, in the least squares sense with DecompTypes.SVD or QR.</summary>
    public static bool Solve(InputArray src1, InputArray src2, OutputArray dst, DecompTypes flags = DecompTypes.LU)
    {
        Native.Check(Native.cvs_solve(Need(src1), Need(src2), Need(dst), (int)flags, out var solved));
        return solved != 0;
    }

    public static double Determinant(InputArray mtx)
    {
        Native.Check(Native.cvs_determinant(Need(mtx), out var result));
        return result;
    }

    public static Scalar Trace(InputArray mtx)
    {
        Native.Check(Native.cvs_trace(Need(mtx), out var result));
        return result;
    }
}
