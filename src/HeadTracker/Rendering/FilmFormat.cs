using HeadTracker.Capture;
using OpenCvSharp;

namespace HeadTracker.Rendering;

/// <summary>The rate and the size nearest to what is wanted that films of MPEG-4 part 2 can have.</summary>
internal static class FilmFormat
{
    /// <summary>The format has 13 bits for a side, and OpenCV's encoder takes even ones.</summary>
    private const int LongestSide = 8190, ShortestSide = 2;

    /// <summary>Time is counted in 16 bits, in which the rate has to go as it is written in decimals.</summary>
    private const double MostTicks = 65535;

    /// <summary>A rate of as many decimals, three at most, as fit.</summary>
    public static double RateFor(double framesPerSecond)
    {
        if (!(double.IsFinite(framesPerSecond) && framesPerSecond > 0)) return CaptureOptions.DefaultFramesPerSecond;
        var rounded = framesPerSecond;
        for (var decimals = 3; decimals >= 0; decimals--)
        {
            rounded = Math.Round(framesPerSecond, decimals);
            if (rounded * Math.Pow(10, decimals) <= MostTicks) break;
        }

        return Math.Clamp(rounded, 0.001, MostTicks);
    }

    /// <summary>The size itself, or one of the same proportions that fits; of sides that are too thin for that the thinnest.</summary>
    public static Size SizeFor(Size size)
    {
        var scale = Math.Min(1, (double)LongestSide / Math.Max(size.Width, size.Height));
        return new Size(Fit(scale * size.Width), Fit(scale * size.Height));
    }

    private static int Fit(double side) => Math.Max(ShortestSide, (int)Math.Round(side));
}
