using HeadTracker.Capture;
using OpenCvSharp;

namespace HeadTracker.Training.Evaluation.Presence;

/// <summary>A picture as a camera would film it: held by hand, with a sensor's noise.</summary>
/// <remarks>Frames have the picture's shape and at most the pixels of 640x480. The same picture gives the same frames.</remarks>
/// <param name="picture">Stays the caller's.</param>
/// <param name="name">For people.</param>
/// <param name="frames">How many.</param>
internal sealed class StillClip(Mat picture, string name, int frames) : IFrameSource
{
    private const double MostPixels = 640 * 480, NoiseDeviation = 2, Zoom = 0.04, Sway = 0.02;

    private readonly Mat _still = Shrunk(picture);
    private readonly Mat _noise = new();
    private int _next;

    public string Name => name;

    public bool IsLive => false;

    public double FramesPerSecond => 30;

    public long? FrameCount => frames;

    public bool TryRead(Frame frame, CancellationToken cancellation)
    {
        if (_next == frames || cancellation.IsCancellationRequested) return false;
        var phase = 2 * Math.PI * _next / FramesPerSecond;
        var zoom = 1 + Zoom * Math.Sin(phase);
        var (x, y) = (_still.Width * (1 - zoom) / 2 + Sway * _still.Width * Math.Sin(phase / 2), _still.Height * (1 - zoom) / 2);
        using var motion = Mat.FromArray(new double[,] { { zoom, 0, x }, { 0, zoom, y } });
        Cv2.WarpAffine(_still, frame.Image, motion, _still.Size(), InterpolationFlags.Linear, BorderTypes.Replicate);
        if (_next == 0) Cv2.SetTheRNG(1);
        _noise.Create(_still.Size(), MatType.CV_16SC3);
        Cv2.Randn(_noise, Scalar.All(0), Scalar.All(NoiseDeviation));
        Cv2.Add(frame.Image, _noise, frame.Image, null, (int)MatType.CV_8U);
        frame.Timestamp = TimeSpan.FromSeconds(_next++ / FramesPerSecond);
        return true;
    }

    public void Dispose()
    {
        _still.Dispose();
        _noise.Dispose();
    }

    private static Mat Shrunk(Mat picture)
    {
        var scale = Math.Min(1, Math.Sqrt(MostPixels / ((double)picture.Width * picture.Height)));
        var still = new Mat();
        Cv2.Resize(picture, still, new Size(Math.Max(1, picture.Width * scale), Math.Max(1, picture.Height * scale)), 0, 0, InterpolationFlags.Area);
        return still;
    }
}
