using System.Numerics;

namespace HeadTracker.Rendering;

/// <summary>
/// Every character of <see cref="StrokeFont"/> in a few sizes, as coverage from 0 to 255 in one picture that a texture or a
/// software canvas draws from.
/// </summary>
/// <remarks>
/// Strokes are fitted to the pixel grid: the baseline's lower edge, the tops of small letters and capitals and both outer
/// stems of a letter start on whole pixels, which is what makes small type look sharp.
/// </remarks>
public sealed class GlyphSheet
{
    public const int Width = 1024;

    private readonly Dictionary<(int Style, char Character), Glyph> _glyphs = [];

    public GlyphSheet(ReadOnlySpan<TextStyle> styles)
    {
        Styles = styles.ToArray();
        var (x, y, rowHeight) = (0, 0, 0);
        var drawn = new List<(Glyph Glyph, Fit Fit, StrokeGlyph Strokes)>();
        for (var style = 0; style < Styles.Length; style++)
        {
            var fit = new Fit(Styles[style]);
            foreach (var character in StrokeFont.Characters.Append('\0'))
            {
                var strokes = StrokeFont.Find(character);
                var (width, height) = (fit.CellWidth(strokes), fit.CellHeight);
                if (x + width > Width) (x, y, rowHeight) = (0, y + rowHeight, 0);
                var glyph = new Glyph(x, y, width, height, fit.Advance(strokes), -fit.Margin, -fit.Above);
                _glyphs[(style, character)] = glyph;
                drawn.Add((glyph, fit, strokes));
                (x, rowHeight) = (x + width, Math.Max(rowHeight, height));
            }
        }

        Height = y + rowHeight;
        Coverage = new byte[Width * Height];
        foreach (var (glyph, fit, strokes) in drawn) Rasterize(glyph, fit, strokes);
    }

    /// <summary>A character's place in the picture, its advance, and where its picture goes relative to the pen on the baseline.</summary>
    public readonly record struct Glyph(int X, int Y, int Width, int Height, int Advance, int OffsetX, int OffsetY);

    public TextStyle[] Styles { get; }

    public int Height { get; }

    /// <summary>(Height, Width) bytes, rows top to bottom.</summary>
    public byte[] Coverage { get; }

    public Glyph Find(int style, char character) =>
        _glyphs.TryGetValue((style, character), out var glyph) ? glyph : _glyphs[(style, '\0')];

    /// <summary>Pixels from the first character's pen position to the one after the last.</summary>
    public int Measure(int style, ReadOnlySpan<char> text)
    {
        var width = 0;
        foreach (var character in text) width += Find(style, character).Advance;
        return width;
    }

    private void Rasterize(Glyph glyph, Fit fit, StrokeGlyph source)
    {
        foreach (var stroke in source.Strokes)
        {
            var points = Array.ConvertAll(stroke, p => fit.Place(p, source));
            for (var i = 0; i + 1 < points.Length; i++) Thicken(glyph, points[i], points[i + 1], fit.StrokeWidth / 2);
        }
    }

    // Coverage of a round-ended stroke at a pixel: its distance to the segment, softened over one pixel.
    private void Thicken(Glyph glyph, Vector2 a, Vector2 b, float radius)
    {
        var (low, high) = (Vector2.Min(a, b) - new Vector2(radius + 1), Vector2.Max(a, b) + new Vector2(radius + 1));
        var along = b - a;
        var lengthSquared = MathF.Max(along.LengthSquared(), 1e-12f);
        for (var y = Math.Max(0, (int)low.Y); y < Math.Min(glyph.Height, (int)high.Y + 1); y++)
        {
            for (var x = Math.Max(0, (int)low.X); x < Math.Min(glyph.Width, (int)high.X + 1); x++)
            {
                var p = new Vector2(x + 0.5f, y + 0.5f);
                var t = Math.Clamp(Vector2.Dot(p - a, along) / lengthSquared, 0, 1);
                var coverage = Math.Clamp(radius + 0.5f - Vector2.Distance(p, a + t * along), 0, 1);
                ref var pixel = ref Coverage[(glyph.Y + y) * Width + glyph.X + x];
                pixel = Math.Max(pixel, (byte)MathF.Round(coverage * 255));
            }
        }
    }

    /// <summary>How one style's units become pixels.</summary>
    private readonly struct Fit
    {
        private readonly float _unit;
        private readonly float _small;
        private readonly float _cap;

        public Fit(TextStyle style)
        {
            _unit = style.CapHeight / StrokeFont.CapHeight;
            StrokeWidth = MathF.Max(1, style.CapHeight * style.Weight);
            // Heights between the middles of strokes, such that the outer edges are whole pixels apart.
            _cap = MathF.Max(1, MathF.Round(style.CapHeight)) - StrokeWidth;
            _small = MathF.Max(1, MathF.Round(style.CapHeight * StrokeFont.SmallHeight / StrokeFont.CapHeight)) - StrokeWidth;
            Margin = (int)MathF.Ceiling(StrokeWidth / 2) + 1;
            Above = (int)MathF.Ceiling(style.CapHeight * 1.15f) + Margin;
            CellHeight = Above + (int)MathF.Ceiling(style.CapHeight * StrokeFont.Descent / StrokeFont.CapHeight + StrokeWidth) + Margin;
        }

        public float StrokeWidth { get; }

        /// <summary>Empty pixels left of the pen that the picture includes.</summary>
        public int Margin { get; }

        /// <summary>Rows of the picture above the baseline.</summary>
        public int Above { get; }

        public int CellHeight { get; }

        private float SideBearing => 0.85f * _unit;

        public int CellWidth(StrokeGlyph glyph) => Advance(glyph) + 2 * Margin + 1;

        public int Advance(StrokeGlyph glyph) => Math.Max(1, (int)MathF.Round(Span(glyph) + StrokeWidth + 2 * SideBearing));

        public Vector2 Place(Vector2 point, StrokeGlyph glyph)
        {
            var left = MathF.Round(SideBearing) + StrokeWidth / 2;
            var x = glyph.Width > 0 ? point.X / glyph.Width * Span(glyph) : point.X * _unit;
            var y = point.Y switch
            {
                < 0 => point.Y * _unit,
                <= StrokeFont.SmallHeight => point.Y / StrokeFont.SmallHeight * _small,
                _ => _small + (point.Y - StrokeFont.SmallHeight) / (StrokeFont.CapHeight - StrokeFont.SmallHeight) * (_cap - _small),
            };
            return new Vector2(Margin + left + x, Above - StrokeWidth / 2 - y);
        }

        private float Span(StrokeGlyph glyph) => MathF.Round(glyph.Width * _unit);
    }
}
