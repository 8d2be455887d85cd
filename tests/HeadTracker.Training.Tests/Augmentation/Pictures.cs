using OpenCvSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Augmentation;

/// <summary>Test images, and the way from tensors to OpenCV's matrices and back.</summary>
internal static class Pictures
{
    /// <summary>uint8 RGB (count, 3, side, side): colour gradients, discs and some noise, different for each image.</summary>
    public static Tensor Make(int count, int side = 48, int seed = 1)
    {
        var random = new Random(seed);
        var bytes = new byte[count * 3 * side * side];
        for (var image = 0; image < count; image++)
        {
            var (cx, cy, radius) = (random.Next(side), random.Next(side), random.Next(side / 6, side / 3));
            var slopes = Enumerable.Range(0, 6).Select(_ => random.NextDouble() * 4 - 2).ToArray();
            var disc = Enumerable.Range(0, 3).Select(_ => random.Next(-90, 90)).ToArray();
            for (var c = 0; c < 3; c++)
            {
                for (var y = 0; y < side; y++)
                {
                    for (var x = 0; x < side; x++)
                    {
                        var value = 110 + slopes[c] * (x - side / 2) + slopes[c + 3] * (y - side / 2) + random.Next(-12, 12);
                        if ((x - cx) * (x - cx) + (y - cy) * (y - cy) < radius * radius) value += disc[c];
                        bytes[((image * 3 + c) * side + y) * side + x] = (byte)Math.Clamp(value, 0, 255);
                    }
                }
            }
        }

        return tensor(bytes, [count, 3, side, side]);
    }

    /// <summary>What a per-image OpenCV function makes of each RGB image.</summary>
    public static Tensor OneByOne(Tensor images, Action<Mat, int> change)
    {
        var results = new List<Tensor>();
        for (var i = 0; i < images.shape[0]; i++)
        {
            using var mat = ToMat(images[i]);
            change(mat, i);
            results.Add(FromMat(mat));
        }

        return stack(results);
    }

    /// <summary>(3, H, W) → H×W, three channels in the same order.</summary>
    public static Mat ToMat(Tensor image)
    {
        var (height, width) = ((int)image.shape[1], (int)image.shape[2]);
        var bytes = image.permute(1, 2, 0).contiguous().data<byte>().ToArray();
        var mat = new Mat(height, width, MatType.CV_8UC3);
        System.Runtime.InteropServices.Marshal.Copy(bytes, 0, mat.Data, bytes.Length);
        return mat;
    }

    public static Tensor FromMat(Mat mat)
    {
        var bytes = new byte[mat.Rows * mat.Cols * mat.Channels()];
        System.Runtime.InteropServices.Marshal.Copy(mat.Data, bytes, 0, bytes.Length);
        return tensor(bytes, [mat.Rows, mat.Cols, mat.Channels()]).permute(2, 0, 1).contiguous();
    }

    /// <summary>Requires two batches of bytes to agree: on average and in the worst of all but a given share of bytes.</summary>
    public static void AssertClose(Tensor expected, Tensor actual, double mean, int worst, double outliers = 0)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.Equal(ScalarType.Byte, actual.dtype);
        var difference = (expected.to(ScalarType.Float32) - actual.to(ScalarType.Float32)).abs();
        var beyond = (difference > worst).to(ScalarType.Float32).mean().item<float>();
        Assert.True(
            difference.mean().item<float>() <= mean && beyond <= outliers,
            $"off by {difference.mean().item<float>():0.000} on average, {difference.max().item<float>()} at worst, {beyond:P3} beyond {worst}");
    }
}
