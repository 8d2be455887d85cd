using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Synthesis.Sampling;

/// <summary>
/// How a detector's boxes differ from the box of the landmarks: a stand-in for the detector where running it on every frame
/// would cost more than rendering the frame.
/// </summary>
/// <param name="Shift">Mean of the centre's offset, in box widths and heights.</param>
/// <param name="ShiftDeviation">Its standard deviation.</param>
/// <param name="LogSize">Mean of the logarithm of width and height against the landmarks' box.</param>
/// <param name="LogSizeDeviation">Its standard deviation.</param>
/// <param name="LogSizeCorrelation">Of the two logarithms.</param>
public sealed record CropJitter(Vector2 Shift, Vector2 ShiftDeviation, Vector2 LogSize, Vector2 LogSizeDeviation, float LogSizeCorrelation)
{
    /// <summary>Draws lie within so many deviations.</summary>
    private const float Widest = 3;

    /// <summary>Measures the jitter of pairs of boxes about the same face.</summary>
    public static CropJitter Fit(IReadOnlyList<(FaceBox Found, FaceBox Landmarks)> pairs)
    {
        if (pairs.Count < 10) throw new ArgumentException("Ten pairs of boxes at least are needed to measure a distribution.");
        var shifts = pairs.Select(p => (p.Found.Center - p.Landmarks.Center) / new Vector2(p.Landmarks.Width, p.Landmarks.Height)).ToList();
        var sizes = pairs.Select(p => new Vector2(MathF.Log(p.Found.Width / p.Landmarks.Width), MathF.Log(p.Found.Height / p.Landmarks.Height))).ToList();
        var (shift, size) = (Mean(shifts), Mean(sizes));
        var sizeDeviation = Deviation(sizes, size);
        var together = sizes.Average(s => (s.X - size.X) * (s.Y - size.Y));
        return new CropJitter(shift, Deviation(shifts, shift), size, sizeDeviation, together / MathF.Max(sizeDeviation.X * sizeDeviation.Y, 1e-9f));
    }

    /// <summary>A box as the detector might give it.</summary>
    public FaceBox Draw(Random random, FaceBox landmarks)
    {
        var size = new Vector2(landmarks.Width, landmarks.Height);
        var centre = landmarks.Center + (Shift + ShiftDeviation * new Vector2(Standard(random), Standard(random))) * size;
        var (a, b) = (Standard(random), Standard(random));
        var other = LogSizeCorrelation * a + MathF.Sqrt(MathF.Max(1 - LogSizeCorrelation * LogSizeCorrelation, 0)) * b;
        return FaceBox.FromCenter(
            centre,
            size.X * MathF.Exp(LogSize.X + LogSizeDeviation.X * a),
            size.Y * MathF.Exp(LogSize.Y + LogSizeDeviation.Y * other));
    }

    private static float Standard(Random random) => Math.Clamp(random.Normal(0, 1), -Widest, Widest);

    private static Vector2 Mean(List<Vector2> values) => values.Aggregate(Vector2.Zero, (sum, v) => sum + v) / values.Count;

    private static Vector2 Deviation(List<Vector2> values, Vector2 mean) =>
        Vector2.SquareRoot(values.Aggregate(Vector2.Zero, (sum, v) => sum + (v - mean) * (v - mean)) / values.Count);
}
