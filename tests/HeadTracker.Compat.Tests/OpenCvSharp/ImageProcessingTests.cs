using OpenCvSharp;
using static HeadTracker.CompatTests.OpenCv.MatTests;

namespace HeadTracker.CompatTests.OpenCv;

/// <summary>opencv_imgproc against values worked out by hand.</summary>
public sealed class ImageProcessingTests
{
    private static byte[] Run(Action<Mat> function)
    {
        using var result = new Mat();
        function(result);
        return Values(result);
    }

    [Fact]
    public void Resize_samples_at_pixel_centres()
    {
        using var row = Mat.FromPixelData(1, 2, MatType.CV_8UC1, new byte[] { 0, 100 });
        using var square = Mat.FromPixelData(2, 2, MatType.CV_8UC1, new byte[] { 10, 20, 30, 40 });

        // Destination centre (x + 0.5) / 2 - 0.5 in the source: -0.25, 0.25, 0.75, 1.25.
        Assert.Equal([0, 25, 75, 100], Run(dst => Cv2.Resize(row, dst, new Size(4, 1))));
        Assert.Equal([0, 0, 100, 100], Run(dst => Cv2.Resize(row, dst, new Size(4, 1), 0, 0, InterpolationFlags.Nearest)));
        Assert.Equal([25], Run(dst => Cv2.Resize(square, dst, new Size(1, 1), 0, 0, InterpolationFlags.Area)));
        Assert.Equal([25], Run(dst => Cv2.Resize(square, dst, default, 0.5, 0.5, InterpolationFlags.Area)));
    }

    [Fact]
    public void Warp_moves_pixels()
    {
        using var image = Counting(3, 3);
        using var shift = Mat.FromArray(new double[,] { { 1, 0, 1 }, { 0, 1, 0 } });

        Assert.Equal([99, 0, 1, 99, 3, 4, 99, 6, 7], Run(dst => Cv2.WarpAffine(image, dst, shift, new Size(3, 3), InterpolationFlags.Linear, BorderTypes.Constant, new Scalar(99))));
        Assert.Equal([1, 2, 99, 4, 5, 99, 7, 8, 99], Run(dst => Cv2.WarpAffine(image, dst, shift, new Size(3, 3), InterpolationFlags.Linear | InterpolationFlags.WarpInverseMap, BorderTypes.Constant, new Scalar(99))));
    }

    [Fact]
    public void Rotation_matrix_turns_counter_clockwise_on_the_screen()
    {
        using var m = Cv2.GetRotationMatrix2D(new Point2f(10, 10), 90, 2);

        // (11, 10), right of the centre, goes above it: y grows downwards.
        Assert.Equal(10, m.At<double>(0, 0) * 11 + m.At<double>(0, 1) * 10 + m.At<double>(0, 2), 9);
        Assert.Equal(8, m.At<double>(1, 0) * 11 + m.At<double>(1, 1) * 10 + m.At<double>(1, 2), 9);
    }

    [Fact]
    public void Affine_map_from_three_points()
    {
        using var m = Cv2.GetAffineTransform([new(0, 0), new(1, 0), new(0, 1)], [new Point2f(5, 6), new(7, 6), new(5, 9)]);
        using var back = new Mat();
        Cv2.InvertAffineTransform(m, back);

        Assert.Equal([2, 0, 5, 0, 3, 6], m.AsSpan<double>().ToArray().Select(v => Math.Round(v, 9)));
        Assert.Equal([0.5, 0, -2.5, 0, 0.333333333, -2], back.AsSpan<double>().ToArray().Select(v => Math.Round(v, 9)));
    }

    [Fact]
    public void Remap_looks_pixels_up()
    {
        using var image = Counting(2, 2);
        using var x = Mat.FromPixelData(1, 3, MatType.CV_32FC1, new float[] { 1, 0, 0 });
        using var y = Mat.FromPixelData(1, 3, MatType.CV_32FC1, new float[] { 1, 1, 0.5f });

        Assert.Equal([3, 2, 1], Run(dst => Cv2.Remap(image, dst, x, y, InterpolationFlags.Linear)));
    }

    [Fact]
    public void Colours_convert()
    {
        using var red = new Mat(1, 1, MatType.CV_8UC3, Scalar.Red);

        Assert.Equal([76], Run(dst => Cv2.CvtColor(red, dst, ColorConversionCodes.BGR2GRAY)));
        Assert.Equal([255, 0, 0], Run(dst => Cv2.CvtColor(red, dst, ColorConversionCodes.BGR2RGB)));
        Assert.Equal([0, 255, 255], Run(dst => Cv2.CvtColor(red, dst, ColorConversionCodes.BGR2HSV)));
        Assert.Equal([0, 0, 255, 255], Run(dst => Cv2.CvtColor(red, dst, ColorConversionCodes.BGR2BGRA)));
    }

    [Fact]
    public void Thresholds()
    {
        using var row = Mat.FromPixelData(1, 4, MatType.CV_8UC1, new byte[] { 10, 50, 51, 200 });
        using var result = new Mat();

        Assert.Equal([0, 0, 1, 1], Run(dst => Cv2.Threshold(row, dst, 50, 1, ThresholdTypes.Binary)));
        Assert.Equal([0, 0, 51, 200], Run(dst => Cv2.Threshold(row, dst, 50, 1, ThresholdTypes.Tozero)));
        Assert.InRange(Cv2.Threshold(row, result, 0, 255, ThresholdTypes.Binary | ThresholdTypes.Otsu), 51, 199);
    }

    [Fact]
    public void Filters_spread_an_impulse()
    {
        using var impulse = new Mat(5, 5, MatType.CV_32FC1, new Scalar(0));
        impulse.Set(2, 2, 16f);
        using var kernel = Mat.FromArray(new float[,] { { 0, 0, 0 }, { 0, 0, 1 }, { 0, 0, 0 } });
        using Mat blurred = new(), mean = new(), shifted = new();
        Cv2.GaussianBlur(impulse, blurred, new Size(3, 3), 0);
        Cv2.Blur(impulse, mean, new Size(3, 3));
        Cv2.Filter2D(impulse, shifted, -1, kernel);

        // A 3-tap Gaussian of OpenCV's own sigma is 1 2 1 over 4.
        Assert.Equal((4f, 2f, 1f), (blurred.At<float>(2, 2), blurred.At<float>(2, 1), blurred.At<float>(1, 1)));
        Assert.Equal(16f / 9, mean.At<float>(1, 3), 5);
        Assert.Equal(16f, shifted.At<float>(2, 1));
    }

    [Fact]
    public void Median_drops_an_outlier()
    {
        using var image = new Mat(3, 3, MatType.CV_8UC1, new Scalar(7));
        image.Set<byte>(1, 1, 255);

        Assert.All(Run(dst => Cv2.MedianBlur(image, dst, 3)), value => Assert.Equal(7, value));
    }

    [Fact]
    public void Morphology_grows_and_shrinks()
    {
        using var image = new Mat(7, 7, MatType.CV_8UC1, new Scalar(0));
        image.Set<byte>(3, 3, 255);
        using Mat cross = Cv2.GetStructuringElement(MorphShapes.Cross, new Size(3, 3)), grown = new(), shrunk = new(), square = new(), white = new();
        Cv2.Dilate(image, grown, cross);
        Cv2.Erode(grown, shrunk, cross);
        Cv2.Dilate(image, square, new Mat(), iterations: 2);

        Assert.Equal([0, 1, 0, 1, 1, 1, 0, 1, 0], Values(cross));
        Assert.Equal(5, Cv2.CountNonZero(grown));
        Assert.Equal(Values(image), Values(shrunk));
        Assert.Equal(25, Cv2.CountNonZero(square));

        // Beyond the edge nothing wins: an all-white image stays white.
        using var full = new Mat(4, 4, MatType.CV_8UC1, new Scalar(255));
        Cv2.MorphologyEx(full, white, MorphTypes.Close, cross);
        Assert.Equal(16, Cv2.CountNonZero(white));
        Cv2.Erode(full, white, cross);
        Assert.Equal(16, Cv2.CountNonZero(white));
    }

    [Fact]
    public void Equalised_histogram_uses_the_whole_range()
    {
        using var image = Mat.FromPixelData(1, 4, MatType.CV_8UC1, new byte[] { 100, 101, 102, 103 });

        Assert.Equal([0, 85, 170, 255], Run(dst => Cv2.EqualizeHist(image, dst)));
    }

    [Fact]
    public void Adaptive_equalisation_raises_contrast()
    {
        using var image = new Mat(64, 64, MatType.CV_8UC1);
        for (var y = 0; y < 64; y++) image.Row(y).SetTo(new Scalar(100 + y / 4));
        using var clahe = Cv2.CreateCLAHE(4, new Size(2, 2));
        using var result = new Mat();
        clahe.Apply(image, result);
        Cv2.MeanStdDev(image, out _, out var before);
        Cv2.MeanStdDev(result, out _, out var after);

        Assert.Equal((4, new Size(2, 2)), (clahe.ClipLimit, clahe.TilesGridSize));
        Assert.True(after.Val0 > 1.5 * before.Val0, $"{before.Val0} -> {after.Val0}");
        clahe.TilesGridSize = new Size(4, 4);
        Assert.Equal((4, new Size(4, 4)), (clahe.ClipLimit, clahe.TilesGridSize));
    }

    [Fact]
    public void Points_are_bounded()
    {
        Assert.Equal(new Rect(-1, 0, 6, 5), Cv2.BoundingRect([new Point(-1, 0), new Point(4, 4)]));
        Assert.Equal(new Rect(0, 1, 4, 2), Cv2.BoundingRect([new Point2f(0.5f, 1.5f), new Point2f(3, 2)]));
    }

    [Fact]
    public void Inpainting_closes_a_hole_with_what_surrounds_it()
    {
        using var image = new Mat(20, 20, MatType.CV_8UC3, new Scalar(50, 100, 150));
        using var mask = new Mat(20, 20, MatType.CV_8UC1, new Scalar(0));
        var hole = new Rect(8, 8, 4, 4);
        image[hole].SetTo(new Scalar(255, 255, 255));
        mask[hole].SetTo(new Scalar(255));
        using var result = new Mat();
        Cv2.Inpaint(image, mask, result, 3, InpaintTypes.Telea);

        Assert.InRange(Cv2.Norm(result[hole], new Mat(4, 4, MatType.CV_8UC3, new Scalar(50, 100, 150)), NormTypes.INF), 0, 4);
        Assert.Equal(new Vec3b(50, 100, 150), result.At<Vec3b>(2, 2));
    }
}
