using static OpenCvSharp.Arguments;

namespace OpenCvSharp;

/// <content>Colour, thresholds, filters, morphology.</content>
public static partial class Cv2
{
    public static void CvtColor(InputArray src, OutputArray dst, ColorConversionCodes code, int dstCn = 0) =>
        Native.Check(Native.cvs_cvt_color(Need(src), Need(dst), (int)code, dstCn));

    public static void CvtColorTwoPlane(InputArray src1, InputArray src2, OutputArray dst, ColorConversionCodes code) =>
        Native.Check(Native.cvs_cvt_color_two_plane(Need(src1), Need(src2), Need(dst), (int)code));

    public static void ApplyColorMap(InputArray src, OutputArray dst, ColormapTypes colormap) =>
        Native.Check(Native.cvs_apply_color_map(Need(src), Need(dst), (int)colormap));

    /// <returns>The threshold used, which Otsu and Triangle compute.</returns>
    public static double Threshold(InputArray src, OutputArray dst, double thresh, double maxval, ThresholdTypes type)
    {
        Native.Check(Native.cvs_threshold(Need(src), Need(dst), thresh, maxval, (int)type, out var used));
        return used;
    }

    public static void AdaptiveThreshold(InputArray src, OutputArray dst, double maxValue, AdaptiveThresholdTypes adaptiveMethod, ThresholdTypes thresholdType, int blockSize, double c) =>
        Native.Check(Native.cvs_adaptive_threshold(Need(src), Need(dst), maxValue, (int)adaptiveMethod, (int)thresholdType, blockSize, c));

    public static void GaussianBlur(InputArray src, OutputArray dst, Size ksize, double sigmaX, double sigmaY = 0, BorderTypes borderType = BorderTypes.Default) =>
        Native.Check(Native.cvs_gaussian_blur(Need(src), Need(dst), ksize, sigmaX, sigmaY, (int)borderType));

    public static void Blur(InputArray src, OutputArray dst, Size ksize, Point? anchor = null, BorderTypes borderType = BorderTypes.Default) =>
        BoxFilter(src, dst, -1, ksize, anchor, true, borderType);

    public static void BoxFilter(InputArray src, OutputArray dst, MatType ddepth, Size ksize, Point? anchor = null, bool normalize = true, BorderTypes borderType = BorderTypes.Default) =>
        Native.Check(Native.cvs_box_filter(Need(src), Need(dst), (int)ddepth, ksize, Anchor(anchor), Int(normalize), (int)borderType));

    public static void MedianBlur(InputArray src, OutputArray dst, int ksize) => Native.Check(Native.cvs_median_blur(Need(src), Need(dst), ksize));

    public static void BilateralFilter(InputArray src, OutputArray dst, int d, double sigmaColor, double sigmaSpace, BorderTypes borderType = BorderTypes.Default) =>
        Native.Check(Native.cvs_bilateral_filter(Need(src), Need(dst), d, sigmaColor, sigmaSpace, (int)borderType));

    /// <summary>Correlation: the kernel is not turned.</summary>
    public static void Filter2D(InputArray src, OutputArray dst, MatType ddepth, InputArray kernel, Point? anchor = null, double delta = 0, BorderTypes borderType = BorderTypes.Default) =>
        Native.Check(Native.cvs_filter_2d(Need(src), Need(dst), (int)ddepth, Need(kernel), Anchor(anchor), delta, (int)borderType));

    public static void SepFilter2D(InputArray src, OutputArray dst, MatType ddepth, InputArray kernelX, InputArray kernelY, Point? anchor = null, double delta = 0, BorderTypes borderType = BorderTypes.Default) =>
        Native.Check(Native.cvs_sep_filter_2d(Need(src), Need(dst), (int)ddepth, Need(kernelX), Need(kernelY), Anchor(anchor), delta, (int)borderType));

    public static Mat? GetGaussianKernel(int ksize, double sigma, MatType? ktype = null)
    {
        Native.Check(Native.cvs_gaussian_kernel(ksize, sigma, ktype?.Value ?? MatType.CV_64F, out var handle));
        return new(handle);
    }

    public static void Sobel(InputArray src, OutputArray dst, MatType ddepth, int xorder, int yorder, int ksize = 3, double scale = 1, double delta = 0, BorderTypes borderType = BorderTypes.Default) =>
        Native.Check(Native.cvs_sobel(Need(src), Need(dst), (int)ddepth, xorder, yorder, ksize, scale, delta, (int)borderType));

    public static void Laplacian(InputArray src, OutputArray dst, MatType ddepth, int ksize = 1, double scale = 1, double delta = 0, BorderTypes borderType = BorderTypes.Default) =>
        Native.Check(Native.cvs_laplacian(Need(src), Need(dst), (int)ddepth, ksize, scale, delta, (int)borderType));

    public static void Canny(InputArray src, OutputArray edges, double threshold1, double threshold2, int apertureSize = 3, bool L2gradient = false) =>
        Native.Check(Native.cvs_canny(Need(src), Need(edges), threshold1, threshold2, apertureSize, Int(L2gradient)));

    public static void EqualizeHist(InputArray src, OutputArray dst) => Native.Check(Native.cvs_equalize_hist(Need(src), Need(dst)));

    /// <summary>Contrast-limited adaptive histogram equalisation; 8×8 tiles unless given.</summary>
    public static CLAHE CreateCLAHE(double clipLimit = 40.0, Size? tileGridSize = null) => CLAHE.Create(clipLimit, tileGridSize);

    public static void Erode(InputArray src, OutputArray dst, InputArray? element, Point? anchor = null, int iterations = 1, BorderTypes borderType = BorderTypes.Constant, Scalar? borderValue = null) =>
        MorphologyEx(src, dst, MorphTypes.Erode, element, anchor, iterations, borderType, borderValue);

    public static void Dilate(InputArray src, OutputArray dst, InputArray? element, Point? anchor = null, int iterations = 1, BorderTypes borderType = BorderTypes.Constant, Scalar? borderValue = null) =>
        MorphologyEx(src, dst, MorphTypes.Dilate, element, anchor, iterations, borderType, borderValue);

    /// <summary>A 3×3 rectangle where there is no element; pixels beyond the edge never win unless a value is given.</summary>
    public static void MorphologyEx(InputArray src, OutputArray dst, MorphTypes op, InputArray? element, Point? anchor = null, int iterations = 1, BorderTypes borderType = BorderTypes.Constant, Scalar? borderValue = null)
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

    /// <summary>To every pixel, the distance to the nearest that is 0.</summary>
    public static void DistanceTransform(InputArray src, OutputArray dst, DistanceTypes distanceType, DistanceTransformMasks maskSize, int dstType = 4) =>
        Native.Check(Native.cvs_distance_transform(Need(src), Need(dst), (int)distanceType, (int)maskSize, dstType));

    /// <summary>Sums of everything above and to the left, one row and column larger.</summary>
    public static void Integral(InputArray src, OutputArray sum, MatType? sdepth = null) => Native.Check(Native.cvs_integral(Need(src), Need(sum), sdepth?.Value ?? -1));

    public static void MatchTemplate(InputArray image, InputArray templ, OutputArray result, TemplateMatchModes method, InputArray? mask = null) =>
        Native.Check(Native.cvs_match_template(Need(image), Need(templ), Need(result), (int)method, Or(mask)));
}
