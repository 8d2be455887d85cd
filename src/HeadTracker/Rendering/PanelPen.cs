using System.Numerics;
using HeadTracker.Rendering.Typography;

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

    /// <summary>Pixels that a text takes, rounded up.</summary>
    public int Measure(HudType type, ReadOnlySpan<char> text) => (int)MathF.Ceiling(batch.Atlas.Measure(StyleOf(type), text));

    public int CapHeight(HudType type) => StyleOf(type).CapHeight;

    /// <summary>Type that begins at a position.</summary>
    public void Text(HudType type, int x, int baseline, ReadOnlySpan<char> text, Vector4 color) => batch.Text(StyleOf(type), x, baseline, text, color);

    /// <summary>Type that ends at a position.</summary>
    public void TextRight(HudType type, int right, int baseline, ReadOnlySpan<char> text, Vector4 color)
    {
        var style = StyleOf(type);
        batch.Text(style, right - batch.Atlas.Measure(style, text), baseline, text, color);
    }

    /// <summary>Type that ends at a position and is cut with an ellipsis where it would be wider than a limit.</summary>
    public void TextRight(HudType type, int right, int baseline, ReadOnlySpan<char> text, Vector4 color, int limit)
    {
        if (Measure(type, text) <= limit)
        {
            TextRight(type, right, baseline, text, color);
            return;
        }

        ReadOnlySpan<char> ellipsis = "…";
        var width = Measure(type, ellipsis);
        TextRight(type, right - width, baseline, text[..batch.Atlas.Fit(StyleOf(type), text, limit - width)], color);
        TextRight(type, right, baseline, ellipsis, color);
    }

    private TextStyle StyleOf(HudType type) => new(Pixels(type.CapHeight), type.Weight);
}
