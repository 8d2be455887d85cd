using System.Globalization;
using System.Text;
using SkiaSharp;

namespace HeadTracker.Rendering.Typography;

/// <summary>
/// Draws single characters. Capitals and digits begin and end on whole pixels, which keeps small type sharp; outlines stay as
/// designed otherwise, since fitting them (hinting) would make some sizes a pixel higher than asked for, and differs by system.
/// </summary>
internal static class GlyphRasterizer
{
    /// <summary>Up to this height of capitals a quarter of a pixel shows in the distances between letters.</summary>
    private const int LargestFineHeight = 24;

    /// <summary>Loads Skia and the fonts on another thread, so that the first text need not wait for them. What fails is told by the first text.</summary>
    public static void WarmUp() => Guard.Queue(() => Rasterize(new TextStyle(9, TextWeight.Medium), new Rune('0')), _ => { });

    /// <summary>Draws a character, or a box in its stead where no font on this machine has it.</summary>
    public static GlyphImage Rasterize(TextStyle style, Rune character)
    {
        if (IsInvisible(character)) return GlyphImage.Blank(0);
        if (Rune.IsControl(character)) character = new Rune(' ');
        var fonts = FontStack.Of(style.Weight);
        if (fonts.Find(character.Value) is not { } typeface) return Box(style.CapHeight);

        using var font = new SKFont(typeface, style.CapHeight / fonts.CapHeight);
        (font.Subpixel, font.Hinting, font.Edging) = (true, SKFontHinting.None, SKFontEdging.Antialias);
        var text = character.ToString();
        var advance = font.MeasureText(text, out var ink);
        return ink.IsEmpty ? GlyphImage.Blank(advance) : Draw(font, text, advance, ink, style.CapHeight <= LargestFineHeight ? 4 : 1);
    }

    private static GlyphImage Draw(SKFont font, string text, float advance, SKRect ink, int phases)
    {
        // A pixel more on each side for soft edges, and one on the right for a pen inside its pixel.
        var (left, top) = ((int)MathF.Floor(ink.Left) - 1, (int)MathF.Floor(ink.Top) - 1);
        var (width, height) = ((int)MathF.Ceiling(ink.Right) + 2 - left, (int)MathF.Ceiling(ink.Bottom) + 1 - top);
        using var picture = new SKBitmap(new SKImageInfo(width * phases, height, SKColorType.Bgra8888, SKAlphaType.Premul));
        using var canvas = new SKCanvas(picture);
        using var paint = new SKPaint { Color = SKColors.White, IsAntialias = true };
        canvas.Clear(SKColors.Transparent);
        for (var phase = 0; phase < phases; phase++)
        {
            canvas.DrawText(text, phase * width - left + (float)phase / phases, -top, font, paint);
        }

        // White type is as bright as it covers. Coloured pictures, as of faces, become their brightness.
        var pixels = picture.GetPixelSpan();
        var coverage = new byte[width * phases * height];
        for (var i = 0; i < coverage.Length; i++) coverage[i] = (byte)((19 * pixels[4 * i] + 183 * pixels[4 * i + 1] + 54 * pixels[4 * i + 2]) >> 8);
        return new GlyphImage(advance, left, top, width, height, phases, coverage);
    }

    private static GlyphImage Box(int capHeight)
    {
        var (width, height, line) = (Math.Max(3, capHeight * 6 / 10), Math.Max(3, capHeight), Math.Max(1, capHeight / 9));
        var coverage = new byte[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                if (Math.Min(Math.Min(x, width - 1 - x), Math.Min(y, height - 1 - y)) < line) coverage[y * width + x] = 255;
            }
        }

        var bearing = Math.Max(1, capHeight / 9);
        return new GlyphImage(width + 2 * bearing, bearing, -height, width, height, 1, coverage);
    }

    // Marks that tell a text engine how to join or order what is around them.
    private static bool IsInvisible(Rune character) =>
        character.Value is >= 0xFE00 and <= 0xFE0F or >= 0xE0100 and <= 0xE01EF || Rune.GetUnicodeCategory(character) == UnicodeCategory.Format;
}
