using static OpenCvSharp.Arguments;

namespace OpenCvSharp;

/// <content>Channels, concatenation, turns, matrices.</content>
public static partial class Cv2
{
    /// <summary>One Mat per channel, each the caller's to dispose.</summary>
    public static unsafe Mat[] Split(Mat src)
    {
        ArgumentNullException.ThrowIfNull(src);
        var planes = new Mat[src.Channels()];
        for (var i = 0; i < planes.Length; i++) planes[i] = new Mat();
        fixed (nint* p = Pointers(planes)) Native.Check(Native.cvs_split(src.Handle, p));
        GC.KeepAlive(planes);
        return planes;
    }

    public static void Split(Mat src, out Mat[] mv) => mv = Split(src);

    public static unsafe void Merge(Mat[] mv, Mat dst)
    {
        fixed (nint* p = Pointers(mv)) Native.Check(Native.cvs_merge(p, mv.Length, Need(dst)));
        GC.KeepAlive(mv);
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

    public static void Flip(InputArray src, OutputArray dst, FlipMode flipCode) => Native.Check(Native.cvs_flip(Need(src), Need(dst), (int)flipCode));
    public static void Rotate(InputArray src, OutputArray dst, RotateFlags rotateCode) => Native.Check(Native.cvs_rotate(Need(src), Need(dst), (int)rotateCode));
    public static void Transpose(InputArray src, OutputArray dst) => Native.Check(Native.cvs_transpose(Need(src), Need(dst)));

    public static void CopyMakeBorder(InputArray src, OutputArray dst, int top, int bottom, int left, int right, BorderTypes borderType, Scalar? value = null) =>
        Native.Check(Native.cvs_copy_make_border(Need(src), Need(dst), top, bottom, left, right, (int)borderType, value ?? default));
}
