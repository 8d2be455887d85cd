using System.Numerics;
using BenchmarkDotNet.Attributes;
using HeadTracker.Contract;
using HeadTracker.Detection;
using HeadTracker.Geometry;
using HeadTracker.Tracking;
using OpenCvSharp;

namespace HeadTracker.Benchmarks;

/// <summary>What happens around a detector's network, and what replaces the detector between two looks; a 720p frame, a face of 200 pixels.</summary>
public class DetectionBenchmark
{
    private static readonly PixelNormalizer MinusOneToOne = new(ChannelOrder.Rgb, [0.5f, 0.5f, 0.5f], [0.5f, 0.5f, 0.5f]);
    private readonly Mat _frame = new(720, 1280, MatType.CV_8UC3);
    private readonly FaceBox _face = new(520.3f, 250.7f, 200, 210);
    private readonly FaceCrop _crop = new(256, 256);
    private readonly float[] _input = new float[3 * 256 * 256];
    private readonly List<FaceDetection> _all = [], _candidates = new(512), _faces = new(16);
    private readonly OverlapSuppression _suppression = new();
    private readonly FacePatch _patch = new();

    private readonly Mat _next = new();
    private bool _isNext;

    private BgrImage Pixels => PixelsOf(_frame);

    [GlobalSetup]
    public void Setup()
    {
        using var coarse = new Mat(45, 80, MatType.CV_8UC3);
        Cv2.Randu(coarse, Scalar.All(0), Scalar.All(255));
        Cv2.Resize(coarse, _frame, _frame.Size(), 0, 0, InterpolationFlags.Cubic);
        using var shift = new Mat(2, 3, MatType.CV_64FC1);
        shift.SetArray([1.0, 0, 3, 0, 1, -2]);
        Cv2.WarpAffine(_frame, _next, shift, _frame.Size());
        _patch.Remember(Pixels, _face);

        // Three faces with twenty anchors each, as BlazeFace finds them.
        var random = new Random(1);
        for (var i = 0; i < 60; i++)
        {
            var corner = new Vector2(100 + 400 * (i % 3), 200) + 8 * new Vector2(random.NextSingle(), random.NextSingle());
            _all.Add(new FaceDetection(new FaceBox(corner.X, corner.Y, 180, 180), 0.5f + 0.5f * random.NextSingle(), default));
        }
    }

    /// <summary>The surroundings of a face as the detector's input, cut, resized and normalised in one pass.</summary>
    [Benchmark]
    public void ViewInOnePass() => _crop.SampleInterleaved(Pixels, _face.ToSquare().Scaled(3.2f), MinusOneToOne, _input, CropBorder.Black);

    /// <summary>The same by OpenCV: padded, resized by area, converted, scaled, copied.</summary>
    [Benchmark(Baseline = true)]
    public void ViewByOpenCv()
    {
        var view = _face.ToSquare().Scaled(3.2f);
        var (left, top, side) = ((int)view.X, (int)view.Y, (int)view.Width);
        using var inside = new Mat(_frame,
            new Rect(Math.Max(0, left), Math.Max(0, top), Math.Min(1280, left + side) - Math.Max(0, left), Math.Min(720, top + side) - Math.Max(0, top)));
        using var padded = new Mat(side, side, MatType.CV_8UC3, Scalar.All(0));
        using (var target = new Mat(padded, new Rect(Math.Max(0, -left), Math.Max(0, -top), inside.Width, inside.Height))) inside.CopyTo(target);
        using var resized = new Mat();
        Cv2.Resize(padded, resized, new Size(256, 256), 0, 0, InterpolationFlags.Area);
        using var rgb = new Mat();
        Cv2.CvtColor(resized, rgb, ColorConversionCodes.BGR2RGB);
        using var floats = new Mat();
        rgb.ConvertTo(floats, MatType.CV_32FC3, 1 / 127.5, -1);
        floats.GetArray(out Vec3f[] values);
        for (var i = 0; i < values.Length; i++) (_input[3 * i], _input[3 * i + 1], _input[3 * i + 2]) = (values[i].Item0, values[i].Item1, values[i].Item2);
    }

    /// <summary>Sixty candidates to three faces.</summary>
    [Benchmark]
    public int Blend()
    {
        _candidates.Clear();
        _candidates.AddRange(_all);
        _faces.Clear();
        _suppression.Blend(_candidates, 0.3f, _faces);
        return _faces.Count;
    }

    /// <summary>The same by sorting and grouping with LINQ.</summary>
    [Benchmark]
    public int BlendByLinq()
    {
        var rest = _all.OrderByDescending(face => face.Score).ToList();
        var faces = new List<FaceBox>();
        while (rest.Count > 0)
        {
            var group = rest.Where(face => face.Box.IntersectionOverUnion(rest[0].Box) >= 0.3f).ToList();
            var weight = group.Sum(face => face.Score);
            faces.Add(new FaceBox(
                group.Sum(face => face.Score * face.Box.X) / weight, group.Sum(face => face.Score * face.Box.Y) / weight,
                group.Sum(face => face.Score * face.Box.Width) / weight, group.Sum(face => face.Score * face.Box.Height) / weight));
            rest = rest.Except(group).ToList();
        }

        return faces.Count;
    }

    /// <summary>A face followed by its picture: what most frames have instead of a detector.</summary>
    [Benchmark]
    public bool FollowPicture() => _patch.TryFollow(PixelsOf((_isNext = !_isNext) ? _next : _frame), _face, out _);

    [GlobalCleanup]
    public void Cleanup()
    {
        _frame.Dispose();
        _next.Dispose();
    }

    private static BgrImage PixelsOf(Mat image) => new(image.Data, image.Width, image.Height, (int)image.Step());
}
