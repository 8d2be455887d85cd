namespace HeadTracker.Rendering.Typography;

/// <summary>One character drawn: how much of each pixel it covers.</summary>
/// <param name="Advance">Pixels from its pen position to the next character's.</param>
/// <param name="OffsetX">From the pen's pixel to the picture's left column.</param>
/// <param name="OffsetY">From the baseline, the first row below which is 0, to the picture's top row.</param>
/// <param name="Width">Of one picture; 0 for a character without ink.</param>
/// <param name="Phases">Pictures side by side, each for a pen that is 1 / Phases of a pixel farther right within its pixel.</param>
/// <param name="Coverage">(Height, Phases × Width) bytes, 0 to 255, rows top to bottom.</param>
internal readonly record struct GlyphImage(float Advance, int OffsetX, int OffsetY, int Width, int Height, int Phases, byte[] Coverage)
{
    /// <summary>A character without ink.</summary>
    public static GlyphImage Blank(float advance) => new(advance, 0, 0, 0, 0, 1, []);
}
