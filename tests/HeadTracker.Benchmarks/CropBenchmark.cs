using BenchmarkDotNet.Attributes;
using HeadTracker.Capture;
using HeadTracker.Contract;
using HeadTracker.Geometry;
using OpenCvSharp;

namespace HeadTracker.Benchmarks;

/// <summary>From a 640×480 frame to normalised network input: the fused crop against the usual chain of OpenCV calls.</summary>
public class CropBenchmark
{
    private readonly Mat _frame = new(480, 640, MatType.CV_8UC3);
    private readonly FaceBox _region = new(201.3f, 97.8f, 236.5f, 251.2f);
    private FaceCrop _crop = null!;
    private float[] _input = null!;

    [Params(112, 224)]
    public int InputSize { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        Cv2.Randu(_frame, Scalar.All(0), Scalar.All(255));
        _crop = new FaceCrop(InputSize, InputSize);
        _input = new float[3 * InputSize * InputSize];
    }

    [Benchmark]
    public void Fused() =>
        _crop.Sample(_frame.AsBgr(), _region, PixelNormalizer.ImageNet, _input);

    /// <summary>Whole-pixel region, resize, RGB, float, normalise, split: five passes and as many images.</summary>
    [Benchmark(Baseline = true)]
    public void OpenCvChain()
    {
        using var region = new Mat(_frame, new Rect(201, 98, 237, 251));
        using var resized = new Mat();
        Cv2.Resize(region, resized, new Size(InputSize, InputSize));
        using var rgb = new Mat();
        Cv2.CvtColor(resized, rgb, ColorConversionCodes.BGR2RGB);
        using var floats = new Mat();
        rgb.ConvertTo(floats, MatType.CV_32FC3, 1 / 255.0);
        var normalizer = PixelNormalizer.ImageNet;
        Cv2.Subtract(floats, new Scalar(normalizer.Mean[0], normalizer.Mean[1], normalizer.Mean[2]), floats);
        Cv2.Divide(floats, new Scalar(normalizer.Std[0], normalizer.Std[1], normalizer.Std[2]), floats);
        var planes = Cv2.Split(floats);
        for (var i = 0; i < 3; i++)
        {
            planes[i].GetArray(out float[] values);
            values.CopyTo(_input, i * InputSize * InputSize);
            planes[i].Dispose();
        }
    }

    /// <summary>One pixel after the other, in plain C#.</summary>
    [Benchmark]
    public unsafe void PixelByPixel()
    {
        var data = (byte*)_frame.Data;
        var stride = (int)_frame.Step();
        var normalizer = PixelNormalizer.ImageNet;
        for (var y = 0; y < InputSize; y++)
        {
            var sy = _region.Y + (y + 0.5f) * _region.Height / InputSize - 0.5f;
            var y0 = (int)MathF.Floor(sy);
            for (var x = 0; x < InputSize; x++)
            {
                var sx = _region.X + (x + 0.5f) * _region.Width / InputSize - 0.5f;
                var x0 = (int)MathF.Floor(sx);
                for (var c = 0; c < 3; c++)
                {
                    float At(int column, int row) => data[Math.Clamp(row, 0, 479) * stride + 3 * Math.Clamp(column, 0, 639) + normalizer.SourceByteOf(c)];
                    var top = At(x0, y0) + (sx - x0) * (At(x0 + 1, y0) - At(x0, y0));
                    var bottom = At(x0, y0 + 1) + (sx - x0) * (At(x0 + 1, y0 + 1) - At(x0, y0 + 1));
                    _input[(c * InputSize + y) * InputSize + x] = (top + (sy - y0) * (bottom - top)) * normalizer.FactorOf(c) + normalizer.OffsetOf(c);
                }
            }
        }
    }

    [GlobalCleanup]
    public void Cleanup() => _frame.Dispose();
}
