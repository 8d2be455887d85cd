using static OpenCvSharp.Arguments;

namespace OpenCvSharp;

/// <content>Colour, thresholds, filters, morphology.</content>
public static partial class Cv2
{
    public static void CvtColor(InputArray src, OutputArray dst, ColorConversionCodes code, int dstCn = 0) =>
        Native.Check(Native.cvs_cvt_color(Need(src), Need(dst), (int)code, dstCn));

    /// <returns>The threshold used, which Otsu and Triangle compute.</returns>
    public static double Threshold(InputArray src, OutputArray dst, double thresh, double maxval, ThresholdTypes type)
    {
        Native.Check(Native.cvs_threshold(Need(src), Need(dst), thresh, maxval, (int)type, out var used));
        return used;
    }

    public static void GaussianBlur(InputArray src, OutputArray dst, Size ksize, double sigmaX, double sigmaY = 0, BorderTypes borderType = BorderTypes.Default) =>
        Native.Check(Native.cvs_gaussian_blur(Need(src), Need(dst), ksize, sigmaX, sigmaY, (int)borderType));

    public static void Blur(InputArray src, OutputArray dst, Size ksize, Point? anchor = null, BorderTypes borderType = BorderTypes.Default) =>
        Native.Check(Native.cvs_blur(Need(src), Need(dst), ksize, Anchor(anchor), (int)borderType));

    public static void MedianBlur(InputArray src, OutputArray dst, int ksize) => Native.Check(Native.cvs_median_blur(Need(src), Need(dst), ksize));

    /// <summary>Correlation: the kernel is not turned.</summary>
    public static void Filter2D(InputArray src, OutputArray dst, MatType ddepth, InputArray kernel, Point? anchor = null, double delta = 0, BorderTypes borderType = BorderTypes.Default) =>
        Native.Check(Native.cvs_filter_2d(Need(src), Need(dst), (int)ddepth, Need(kernel), Anchor(anchor), delta, (int)borderType));

    public static void EqualizeHist(InputArray src, OutputArray dst) => Native.Check(Native.cvs_equalize_hist(Need(src), Need(dst)));

    /// <summary>Contrast-limited adaptive histogram equalisation; 8×8 tiles unless given.</summary>
    public static CLAHE CreateCLAHE(double clipLimit = 40.0, Size? tileGridSize = null) => CLAHE.Create(clipLimit, tileGridSize);

    public static void Erode(InputArray src, OutputArray dst, InputArray element, Point? anchor = null, int iterations = 1, BorderTypes borderType = BorderTypes.Constant, Scalar? borderValue = null) =>
        MorphologyEx(src, dst, MorphTypes.Erode, element, anchor, iterations, borderType, borderValue);

    public static void Dilate(InputArray src, OutputArray dst, InputArray element, Point? anchor = null, int iterations = 1, BorderTypes borderType = BorderTypes.Constant, Scalar? borderValue = null) =>
        MorphologyEx(src, dst, MorphTypes.Dilate, element, anchor, iterations, borderType, borderValue);

    /// <summary>A 3×3 rectangle where there is no element; pixels beyond the edge never win unless a value is given.</summary>
    public static void MorphologyEx(InputArray src, OutputArray dst, MorphTypes op, InputArray element, Point? anchor = null, int iterations = 1, BorderTypes borderType = BorderTypes.Constant, Scalar? borderValue = null)
    {
        Native.Check(Native.cvs_morphology_default_border(out var border));
        Native.Check(Native.cvs_morphology((int)op, Need(src), Need(dst), Or(element), Anchor(anchor), iterations, (int)borderType, borderValue ?? border));
    }

    public static Mat GetStructuringElement(MorphShapes shape, Size ksize) => GetStructuringElement(shape, ksize, new Point(-1, -1));

    public static Mat GetStructuringElement(MorphShapes shape, Size ksize, Point anchor)
    {
        Native.Check(Native.cvs_structuring_element((int)shape, ksize, anchor, out var handle));
        return new(handle);
    }

    /// <summary>Fills the pixels whose mask is not 0 from what surrounds them.</summary>
    public static void Inpaint(InputArray src, InputArray inpaintMask, OutputArray dst, double inpaintRadius, InpaintTypes flags) =>
        Native.Check(Native.cvs_inpaint(Need(src), Need(inpaintMask), Need(dst), inpaintRadius, (int)flags));
}
