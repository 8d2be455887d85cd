using static OpenCvSharp.Arguments;

namespace OpenCvSharp;

/// <content>Sums, norms, extremes, random numbers.</content>
public static partial class Cv2
{
    /// <summary>Per channel.</summary>
    public static Scalar Sum(InputArray src)
    {
        Native.Check(Native.cvs_sum(Need(src), out var result));
        return result;
    }

    /// <summary>Per channel, over the elements whose mask is not 0.</summary>
    public static Scalar Mean(InputArray src, InputArray? mask = null)
    {
        Native.Check(Native.cvs_mean(Need(src), Or(mask), out var result));
        return result;
    }

    public static void MeanStdDev(InputArray src, OutputArray mean, OutputArray stddev, InputArray? mask = null) =>
        Native.Check(Native.cvs_mean_std_dev(Need(src), Need(mean), Need(stddev), Or(mask)));

    /// <summary>Per channel; the deviation divides by N.</summary>
    public static void MeanStdDev(InputArray src, out Scalar mean, out Scalar stddev, InputArray? mask = null) =>
        Native.Check(Native.cvs_mean_std_dev_scalar(Need(src), out mean, out stddev, Or(mask)));

    public static double Norm(InputArray src1, NormTypes normType = NormTypes.L2, InputArray? mask = null)
    {
        Native.Check(Native.cvs_norm(Need(src1), (int)normType, Or(mask), out var result));
        return result;
    }

    /// <summary>The norm of the difference.</summary>
    public static double Norm(InputArray src1, InputArray src2, NormTypes normType = NormTypes.L2, InputArray? mask = null)
    {
        Native.Check(Native.cvs_norm_diff(Need(src1), Need(src2), (int)normType, Or(mask), out var result));
        return result;
    }

    public static void Normalize(InputArray src, InputOutputArray dst, double alpha = 1, double beta = 0, NormTypes normType = NormTypes.L2, int dtype = -1, InputArray? mask = null) =>
        Native.Check(Native.cvs_normalize(Need(src), Need(dst), alpha, beta, (int)normType, dtype, Or(mask)));

    public static void MinMaxLoc(InputArray src, out double minVal, out double maxVal) => MinMaxLoc(src, out minVal, out maxVal, out _, out _);
    public static void MinMaxLoc(InputArray src, out Point minLoc, out Point maxLoc) => MinMaxLoc(src, out _, out _, out minLoc, out maxLoc);

    /// <summary>Extremes of a single channel and where they first occur.</summary>
    public static void MinMaxLoc(InputArray src, out double minVal, out double maxVal, out Point minLoc, out Point maxLoc, InputArray? mask = null) =>
        Native.Check(Native.cvs_min_max_loc(Need(src), out minVal, out maxVal, out minLoc, out maxLoc, Or(mask)));

    public static int CountNonZero(InputArray mtx)
    {
        Native.Check(Native.cvs_count_non_zero(Need(mtx), out var result));
        return result;
    }

    public static void Randu(InputOutputArray dst, InputArray low, InputArray high) => Native.Check(Native.cvs_randu(Need(dst), Need(low), Need(high)));

    public static void Randu(InputOutputArray dst, Scalar low, Scalar high)
    {
        using InputArray a = InputArray.Create(low), b = InputArray.Create(high);
        Randu(dst, a, b);
    }

    public static void Randn(InputOutputArray dst, InputArray mean, InputArray stddev) => Native.Check(Native.cvs_randn(Need(dst), Need(mean), Need(stddev)));

    public static void Randn(InputOutputArray dst, Scalar mean, Scalar stddev)
    {
        using InputArray a = InputArray.Create(mean), b = InputArray.Create(stddev);
        Randn(dst, a, b);
    }
}
