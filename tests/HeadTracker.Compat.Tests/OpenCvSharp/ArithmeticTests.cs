using OpenCvSharp;
using static HeadTracker.CompatTests.OpenCv.MatTests;

namespace HeadTracker.CompatTests.OpenCv;

/// <summary>opencv_core against sums done by hand.</summary>
public sealed class ArithmeticTests
{
    private static Mat Bytes(params byte[] values) => Mat.FromArray(values);

    private static byte[] Run(Action<Mat> function)
    {
        using var result = new Mat();
        function(result);
        return Values(result);
    }

    [Fact]
    public void Sums_and_differences_saturate()
    {
        using Mat a = Bytes(10, 200, 0), b = Bytes(20, 100, 5);

        Assert.Equal([30, 255, 5], Run(dst => Cv2.Add(a, b, dst)));
        Assert.Equal([0, 100, 0], Run(dst => Cv2.Subtract(a, b, dst)));
        Assert.Equal([10, 100, 5], Run(dst => Cv2.Absdiff(a, b, dst)));
        Assert.Equal([245, 55, 255], Run(dst => Cv2.Subtract(new Scalar(255), a, dst)));
        Assert.Equal([5, 195, 0], Run(dst => Cv2.Subtract(a, new Scalar(5), dst)));
        Assert.Equal([13, 203, 3], Run(dst => Cv2.Add(a, new Scalar(3), dst)));
    }

    [Fact]
    public void A_scalar_reaches_every_channel()
    {
        using var image = new Mat(1, 1, MatType.CV_8UC3, new Scalar(1, 2, 3));

        Assert.Equal([11, 22, 33], Run(dst => Cv2.Add(image, new Scalar(10, 20, 30), dst)));
        Assert.Equal([2, 6, 12], Run(dst => Cv2.Multiply(image, new Scalar(2, 3, 4), dst)));
    }

    [Fact]
    public void Products_and_quotients_round()
    {
        using Mat a = Bytes(10, 7, 9), b = Bytes(3, 2, 0);

        Assert.Equal([15, 7, 0], Run(dst => Cv2.Multiply(a, b, dst, 0.5)));
        Assert.Equal([3, 4, 0], Run(dst => Cv2.Divide(a, b, dst)));
        Assert.Equal([33, 50, 0], Run(dst => Cv2.Divide(100.0, b, dst)));
    }

    [Fact]
    public void Weighted_sum()
    {
        using Mat a = Bytes(100, 200), b = Bytes(50, 100);

        Assert.Equal([72, 142], Run(dst => Cv2.AddWeighted(a, 0.5, b, 0.4, 2, dst)));
    }

    [Fact]
    public void Bits_and_comparisons()
    {
        using Mat a = Bytes(0b1100, 0b1010), b = Bytes(0b1010, 0b1010), mask = Bytes(255, 0);

        Assert.Equal([0b1000, 0b1010], Run(dst => Cv2.BitwiseAnd(a, b, dst)));
        Assert.Equal([0b1110, 0b1010], Run(dst => Cv2.BitwiseOr(a, b, dst)));
        Assert.Equal([0b0110, 0], Run(dst => Cv2.BitwiseXor(a, b, dst)));
        Assert.Equal([0b11110011, 0b11110101], Run(dst => Cv2.BitwiseNot(a, dst)));
        Assert.Equal(0b1000, Run(dst => Cv2.BitwiseAnd(a, b, dst, mask))[0]);
        Assert.Equal([255, 0], Run(dst => Cv2.Compare(a, b, dst, CmpTypes.GT)));
        Assert.Equal([0b1010, 0b1010], Run(dst => Cv2.Min(a, b, dst)));
        Assert.Equal([0b1100, 0b1010], Run(dst => Cv2.Max(a, b, dst)));
        Assert.Equal([0, 255], Run(dst => Cv2.InRange(a, new Scalar(9), new Scalar(11), dst)));
    }

    [Fact]
    public void Tables_map_every_value()
    {
        using var a = Bytes(0, 1, 255);
        var negative = Enumerable.Range(0, 256).Select(i => (byte)(255 - i)).ToArray();

        Assert.Equal([255, 254, 0], Run(dst => Cv2.LUT(a, negative, dst)));
        Assert.Throws<ArgumentException>(() => Run(dst => Cv2.LUT(a, new byte[3], dst)));
    }

    [Fact]
    public void Statistics()
    {
        using var a = Mat.FromPixelData(2, 2, MatType.CV_8UC1, new byte[] { 2, 4, 4, 6 });
        using var mask = Mat.FromPixelData(2, 2, MatType.CV_8UC1, new byte[] { 255, 255, 0, 0 });
        using var b = new Mat(2, 2, MatType.CV_8UC1, new Scalar(4));
        Cv2.MeanStdDev(a, out var mean, out var deviation);
        Cv2.MinMaxLoc(a, out var low, out var high, out var lowAt, out var highAt);

        Assert.Equal((4, Math.Sqrt(2)), (mean.Val0, deviation.Val0));
        Assert.Equal(3, Cv2.Mean(a, mask).Val0);
        Assert.Equal(16, Cv2.Sum(a).Val0);
        Assert.Equal((2, 6, new Point(0, 0), new Point(1, 1)), (low, high, lowAt, highAt));
        Assert.Equal(Math.Sqrt(4 + 16 + 16 + 36), Cv2.Norm(a), 12);
        Assert.Equal(16, Cv2.Norm(a, NormTypes.L1));
        Assert.Equal(2, Cv2.Norm(a, b, NormTypes.INF));
        Assert.Equal(2, Cv2.CountNonZero(mask));
    }

    [Fact]
    public void Normalise_stretches_the_range()
    {
        using var a = Mat.FromPixelData(2, 2, MatType.CV_32FC1, new float[] { 1, 2, 3, 5 });
        using var scaled = new Mat();
        Cv2.Normalize(a, scaled, 0, 1, NormTypes.MinMax);

        Assert.Equal([0, 0.25f, 0.5f, 1], scaled.AsSpan<float>().ToArray());
    }

    [Fact]
    public void Channels_split_mix_and_merge()
    {
        using var image = new Mat(1, 2, MatType.CV_8UC3, new Scalar(1, 2, 3));
        var planes = Cv2.Split(image);
        planes[1].SetTo(new Scalar(50));
        using Mat merged = new(), red = new();
        Cv2.Merge(planes, merged);
        Cv2.ExtractChannel(image, red, 2);
        Cv2.InsertChannel(red, image, 0);

        Assert.Equal([1, 50, 3, 1, 50, 3], Values(merged));
        Assert.Equal([3, 3], Values(red));
        Assert.Equal([3, 2, 3, 3, 2, 3], Values(image));
        foreach (var plane in planes) plane.Dispose();
    }

    [Fact]
    public void Layout()
    {
        using Mat a = Counting(2, 3), b = Counting(2, 3);

        Assert.Equal([2, 1, 0, 5, 4, 3], Run(dst => Cv2.Flip(a, dst, FlipMode.Y)));
        Assert.Equal([3, 4, 5, 0, 1, 2], Run(dst => Cv2.Flip(a, dst, FlipMode.X)));
        Assert.Equal([3, 0, 4, 1, 5, 2], Run(dst => Cv2.Rotate(a, dst, RotateFlags.Rotate90Clockwise)));
        Assert.Equal([0, 3, 1, 4, 2, 5], Run(dst => Cv2.Transpose(a, dst)));
        Assert.Equal([0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5], Run(dst => Cv2.HConcat([a, b], dst)));
        Assert.Equal([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5], Run(dst => Cv2.VConcat([a, b], dst)));
    }

    [Fact]
    public void Borders()
    {
        using var row = Mat.FromPixelData(1, 3, MatType.CV_8UC1, new byte[] { 1, 2, 3 });

        Assert.Equal([9, 9, 1, 2, 3, 9], Run(dst => Cv2.CopyMakeBorder(row, dst, 0, 0, 2, 1, BorderTypes.Constant, new Scalar(9))));
        Assert.Equal([1, 1, 1, 2, 3, 3], Run(dst => Cv2.CopyMakeBorder(row, dst, 0, 0, 2, 1, BorderTypes.Replicate)));
        Assert.Equal([3, 2, 1, 2, 3, 2], Run(dst => Cv2.CopyMakeBorder(row, dst, 0, 0, 2, 1, BorderTypes.Reflect101)));
    }

    [Fact]
    public void Random_numbers_have_the_moments_asked_for()
    {
        using var image = new Mat(200, 200, MatType.CV_32FC1);
        Cv2.Randu(image, new Scalar(-1), new Scalar(3));
        Cv2.MinMaxLoc(image, out double low, out double high);
        Assert.InRange(low, -1, -0.9);
        Assert.InRange(high, 2.9, 3);

        Cv2.Randn(image, new Scalar(5), new Scalar(2));
        Cv2.MeanStdDev(image, out var mean, out var deviation);
        Assert.Equal(5, mean.Val0, 0.1);
        Assert.Equal(2, deviation.Val0, 0.1);
    }
}
