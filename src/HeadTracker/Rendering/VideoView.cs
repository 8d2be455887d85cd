using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Rendering;

/// <summary>
/// Where the picture lies in the framebuffer: as large as fits with its proportions kept, centred, bars beside or above it.
/// Positions are in framebuffer pixels from the top left.
/// </summary>
/// <param name="Scale">Framebuffer pixels per picture pixel.</param>
public readonly record struct VideoView(float X, float Y, float Width, float Height, float Scale)
{
    public static VideoView Fit(int imageWidth, int imageHeight, int framebufferWidth, int framebufferHeight)
    {
        if (imageWidth <= 0 || imageHeight <= 0) return new VideoView(0, 0, framebufferWidth, framebufferHeight, 1);
        var scale = MathF.Min((float)framebufferWidth / imageWidth, (float)framebufferHeight / imageHeight);
        // Whole pixels, so that the viewport, which can only be whole, agrees with everything computed from here.
        var (width, height) = (MathF.Round(imageWidth * scale), MathF.Round(imageHeight * scale));
        return new VideoView(MathF.Floor((framebufferWidth - width) / 2), MathF.Floor((framebufferHeight - height) / 2), width, height, scale);
    }

    /// <summary>From a picture position as <see cref="PinholeCamera.Project"/> gives it (pixel centres are whole numbers).</summary>
    public Vector2 Map(Vector2 pixel) => new Vector2(X, Y) + (pixel + new Vector2(0.5f)) * Scale;

    /// <summary>A box of the picture in framebuffer pixels.</summary>
    public FaceBox Map(FaceBox box) => new(X + box.X * Scale, Y + box.Y * Scale, box.Width * Scale, box.Height * Scale);
}
