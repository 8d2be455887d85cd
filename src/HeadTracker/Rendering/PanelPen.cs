using System.Numerics;

namespace HeadTracker.Rendering;

/// <summary>Lays out panels in points, which become whole framebuffer pixels: what the panels' painters share.</summary>
internal readonly struct PanelPen(PanelBatch batch, float scale)
{
    public const int Margin = 16;
    public const int Padding = 16;

    private const float CornerRadius = 12;

    /// <summary>Points to whole framebuffer pixels.</summary>
    public int Pixels(float points) => (int)MathF.Round(points * scale);

    /// <summary>A translucent panel at a place in framebuffer pixels.</summary>
    public void Panel(int x, int y, int width, int height)
    {
        batch.Rectangle(x, y, width, height, CornerRadius * scale, Palette.Panel);
        batch.Rectangle(x, y, width, height, CornerRadius * scale, Palette.PanelEdge, MathF.Max(1, scale));
    }

    /// <summary>A translucent panel with round ends.</summary>
    public void Pill(int x, int y, int width, int height)
    {
        batch.Rectangle(x, y, width, height, height / 2f, Palette.Panel);
        batch.Rectangle(x, y, width, height, height / 2f, Palette.PanelEdge, MathF.Max(1, scale));
    }

    public void Rectangle(float x, float y, float width, float height, float radius, Vector4 color, float border = 0) =>
        batch.Rectangle(x, y, width, height, radius, color, border);

    /// <summary>A dot left of a line of type, centred on its capitals.</summary>
    public void Dot(int x, int baseline, int capHeight, int diameter, Vector4 color) =>
        batch.Rectangle(x, baseline - (capHeight + diameter) / 2f, diameter, diameter, diameter / 2f, color);

    public int Measure(int style, ReadOnlySpan<char> text) => batch.Sheet.Measure(style, text);

    public int CapHeight(int style) => (int)batch.Sheet.Styles[style].CapHeight;

    public int Text(int style, int x, int baseline, ReadOnlySpan<char> text, Vector4 color) => batch.Text(style, x, baseline, text, color);

    /// <summary>Type that ends at a position.</summary>
    public void TextRight(int style, int right, int baseline, ReadOnlySpan<char> text, Vector4 color) =>
        batch.Text(style, right - Measure(style, text), baseline, text, color);

    /// <summary>Type that ends at a position and is cut with an ellipsis where it would be wider than a limit.</summary>
    public void TextRight(int style, int right, int baseline, ReadOnlySpan<char> text, Vector4 color, int limit)
    {
        if (Measure(style, text) <= limit)
        {
            TextRight(style, right, baseline, text, color);
            return;
        }

        ReadOnlySpan<char> ellipsis = "…";
        var room = limit - Measure(style, ellipsis);
        var length = 0;
        for (var width = 0; length < text.Length && (width += Measure(style, text.Slice(length, 1))) <= room; length++)
        {
        }

        TextRight(style, right - Measure(style, ellipsis), baseline, text[..length], color);
        TextRight(style, right, baseline, ellipsis, color);
    }
}
