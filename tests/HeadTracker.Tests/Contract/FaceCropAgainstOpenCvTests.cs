using HeadTracker.Capture;
using HeadTracker.Contract;
using HeadTracker.Geometry;
using HeadTracker.Tests.Support;
using OpenCvSharp;

namespace HeadTracker.Tests.Contract;

/// <summary>
/// The crop in one pass against the usual chain of OpenCV calls: border, submatrix, float, resize, normalise, split. OpenCV cuts at whole
/// pixels and does not average when it shrinks by more than two; fractions and averages are checked pixel by pixel in the Core tests.
/// </summary>
public sealed class FaceCropAgainstOpenCvTests
{
    [Fact]
    public void Equals_OpenCV_to_a_ten_thousandth()
    {
        using var image = new Mat(240, 320, MatType.CV_8UC3);
        Noise.Fill(image, seed: 3);
        // A view into the image: rows are not continuous.
        using var view = new Mat(image, new Rect(11, 7, 200, 170));
        Assert.False(view.IsContinuous());

        var random = new Random(8);
        for (var i = 0; i < 60; i++)
        {
            var size = random.Next(16, 129);
            var region = new Rect(random.Next(-150, 190), random.Next(-120, 160), random.Next(1, 2 * size + 1), random.Next(1, 2 * size + 1));
            foreach (var border in new[] { CropBorder.Replicate, CropBorder.Black }) AssertEqual(i % 2 == 0 ? image : view, region, size, border);
        }
    }

    private static void AssertEqual(Mat image, Rect region, int size, CropBorder border)
    {
        var found = new float[3 * size * size];
        new FaceCrop(size, size).Sample(
            image.AsBgr(), new FaceBox(region.X, region.Y, region.Width, region.Height), PixelNormalizer.ImageNet, found, border);
        var expected = Chain(image, region, size, border);

        // OpenCV stops at the region's own edge pixels; the crop interpolates with the pixel beyond. Those differ only in the outermost
        // output pixels, up to half the enlargement.
        var margin = (int)Math.Ceiling(Math.Max((float)size / region.Width, (float)size / region.Height) / 2);
        for (var plane = 0; plane < 3; plane++)
        {
            for (var y = margin; y < size - margin; y++)
            {
                for (var x = margin; x < size - margin; x++)
                {
                    var at = (plane * size + y) * size + x;
                    Assert.True(MathF.Abs(expected[at] - found[at]) <= 1e-4f,
                        $"{region} to {size}, {border}: ({x}, {y}) of plane {plane} is {found[at]}, OpenCV says {expected[at]}");
                }
            }
        }
    }

    private static float[] Chain(Mat image, Rect region, int size, CropBorder border)
    {
        const int pad = 450;
        using var padded = new Mat();
        // Isolated: what lies around a submatrix is no part of the image.
        var outside = BorderTypes.Isolated | (border == CropBorder.Replicate ? BorderTypes.Replicate : BorderTypes.Constant);
        Cv2.CopyMakeBorder(image, padded, pad, pad, pad, pad, outside, Scalar.All(0));
        using var cut = padded.SubMat(new Rect(region.X + pad, region.Y + pad, region.Width, region.Height));
        using var floats = new Mat();
        cut.ConvertTo(floats, MatType.CV_32FC3);
        using var resized = new Mat();
        Cv2.Resize(floats, resized, new Size(size, size), 0, 0, InterpolationFlags.Linear);
        var result = new float[3 * size * size];
        var planes = Cv2.Split(resized);
        for (var plane = 0; plane < 3; plane++)
        {
            planes[PixelNormalizer.ImageNet.SourceByteOf(plane)].GetArray(out float[] values);
            for (var i = 0; i < values.Length; i++)
            {
                result[plane * size * size + i] = (values[i] / 255 - PixelNormalizer.ImageNet.Mean[plane]) / PixelNormalizer.ImageNet.Std[plane];
            }
        }

        foreach (var plane in planes) plane.Dispose();
        return result;
    }
}
