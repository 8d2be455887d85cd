using HeadTracker.Contract;
using HeadTracker.Geometry;

namespace HeadTracker.Core.Tests.Contract;

/// <summary>The crop by its definition: each output value is the kernel's mean of the source, integrated by brute force in doubles.</summary>
internal static class NaiveCrop
{
    private const int Samples = 2000;

    /// <summary>(3, height, width), as <see cref="FaceCrop.Sample"/>.</summary>
    public static float[] Sample(byte[] bgr, int imageWidth, int imageHeight, FaceBox region, int width, int height, PixelNormalizer normalizer,
        CropBorder border)
    {
        var result = new float[3 * width * height];
        var columns = Enumerable.Range(0, width).Select(x => Kernel(region.X, region.Width, width, x)).ToArray();
        var rows = Enumerable.Range(0, height).Select(y => Kernel(region.Y, region.Height, height, y)).ToArray();
        for (var plane = 0; plane < 3; plane++)
        {
            var channel = normalizer.Channels == ChannelOrder.Rgb ? 2 - plane : plane;
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    double sum = 0;
                    foreach (var (sourceY, weightY) in rows[y])
                    {
                        foreach (var (sourceX, weightX) in columns[x]) sum += weightY * weightX * Pixel(sourceX, sourceY);
                    }

                    result[(plane * height + y) * width + x] = (float)((sum / 255 - normalizer.Mean[plane]) / normalizer.Std[plane]);
                }
            }

            double Pixel(int x, int y)
            {
                var outside = x < 0 || y < 0 || x >= imageWidth || y >= imageHeight;
                if (outside && border == CropBorder.Black) return 0;
                return bgr[3 * (Math.Clamp(y, 0, imageHeight - 1) * imageWidth + Math.Clamp(x, 0, imageWidth - 1)) + channel];
            }
        }

        return result;
    }

    /// <summary>Source pixels and weights of output pixel <paramref name="i"/>: a unit triangle, smeared over max(0, scale - 2).</summary>
    private static (int Source, double Weight)[] Kernel(double start, double length, int count, int i)
    {
        var scale = length / count;
        var center = start + (i + 0.5) * scale - 0.5;
        var smear = Math.Max(0, scale - 2);
        var reach = (int)Math.Ceiling(smear / 2 + 2);
        return [.. Enumerable.Range((int)Math.Floor(center) - reach, 2 * reach + 1).Select(j => (j, Weight(j)))];

        double Weight(int j)
        {
            double sum = 0;
            for (var k = 0; k < Samples; k++) sum += Math.Max(0, 1 - Math.Abs(j - center + smear * ((k + 0.5) / Samples - 0.5)));
            return sum / Samples;
        }
    }
}
