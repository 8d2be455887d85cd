using static OpenCvSharp.Arguments;

namespace OpenCvSharp;

/// <content>Motion between images.</content>
public static partial class Cv2
{
    public static void CalcOpticalFlowPyrLK(InputArray prevImg, InputArray nextImg, InputArray prevPts, InputOutputArray nextPts, OutputArray status, OutputArray err,
        Size? winSize = null, int maxLevel = 3, TermCriteria? criteria = null, OpticalFlowFlags flags = OpticalFlowFlags.None, double minEigThreshold = 1e-4) =>
        Native.Check(Native.cvs_flow_pyr_lk(Need(prevImg), Need(nextImg), Need(prevPts), Need(nextPts), Need(status), Or(err),
            winSize ?? new Size(21, 21), maxLevel, criteria ?? TermCriteria.Both(30, 0.01), (int)flags, minEigThreshold));

    public static void CalcOpticalFlowFarneback(InputArray prev, InputArray next, InputOutputArray flow, double pyrScale, int levels, int winsize, int iterations, int polyN, double polySigma, OpticalFlowFlags flags) =>
        Native.Check(Native.cvs_flow_farneback(Need(prev), Need(next), Need(flow), pyrScale, levels, winsize, iterations, polyN, polySigma, (int)flags));

    /// <summary>Shift, to a fraction of a pixel, between two float images of one channel.</summary>
    public static Point2d PhaseCorrelate(InputArray src1, InputArray src2, InputArray? window, out double response)
    {
        Native.Check(Native.cvs_phase_correlate(Need(src1), Need(src2), Or(window), out var x, out var y, out response));
        return new(x, y);
    }

    public static Point2f[] GoodFeaturesToTrack(InputArray src, int maxCorners, double qualityLevel, double minDistance, InputArray? mask, int blockSize, bool useHarrisDetector, double k)
    {
        using var corners = new Mat();
        Native.Check(Native.cvs_good_features(Need(src), corners.Handle, maxCorners, qualityLevel, minDistance, Or(mask), blockSize, Int(useHarrisDetector), k));
        corners.GetArray<Point2f>(out var result);
        return result;
    }
}
