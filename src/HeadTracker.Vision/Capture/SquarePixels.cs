using OpenCvSharp;

namespace HeadTracker.Capture;

/// <summary>Brings pictures whose pixels are not square (DV, DVD, HDV, broadcast) to square ones, so that heads have their true shape.</summary>
/// <remarks>As players do it: the shorter side of the pixels is stretched, so that nothing is thrown away. Used by one thread at a time.</remarks>
internal sealed class SquarePixels : IDisposable
{
    /// <summary>Twice what any standard has (352×576 for 16:9 is 2.9); what is beyond is damage.</summary>
    private const double Extreme = 6;

    /// <summary>Scaling to whole pixels leaves such remainders, which turn no head by a third of a degree.</summary>
    private const double Unseen = 0.01;

    private readonly double _aspect;
    private readonly Mat _stored = new();

    /// <param name="aspect">A pixel's width by its height; what is no such number stands for one that is not known.</param>
    public SquarePixels(double aspect) => _aspect = aspect is > 1 / Extreme and < Extreme && Math.Abs(aspect - 1) > Unseen ? aspect : 1;

    private bool AreSquare => _aspect == 1;

    /// <summary>Where a picture as it is stored has to be put.</summary>
    public Mat PlaceFor(Mat image) => AreSquare ? image : _stored;

    /// <summary>Makes an image of the picture that was put into its place.</summary>
    public void Deliver(Mat image)
    {
        if (!AreSquare) Cv2.Resize(_stored, image, SizeOf(_stored.Size()), interpolation: InterpolationFlags.Linear);
    }

    /// <summary>Of a picture with square pixels, for one as it is stored.</summary>
    public Size SizeOf(Size stored) => _aspect > 1
        ? new Size((int)Math.Round(stored.Width * _aspect), stored.Height)
        : new Size(stored.Width, (int)Math.Round(stored.Height / _aspect));

    public void Dispose() => _stored.Dispose();
}
