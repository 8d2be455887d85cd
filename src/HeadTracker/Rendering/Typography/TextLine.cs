using System.Text;

namespace HeadTracker.Rendering.Typography;

/// <summary>Walks over a text and tells for each character that has ink which part of the atlas goes where.</summary>
internal ref struct TextLine(GlyphAtlas atlas, TextStyle style, float x, int baseline, ReadOnlySpan<char> text)
{
    private SpanRuneEnumerator _characters = text.EnumerateRunes();
    private float _pen = x;

    /// <summary>A rectangle of the atlas and the pixel that its left upper corner goes to.</summary>
    public readonly record struct Cell(int X, int Y, int SourceX, int SourceY, int Width, int Height);

    public Cell Current { get; private set; }

    public readonly TextLine GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_characters.MoveNext())
        {
            var glyph = atlas.Find(style, _characters.Current);
            // To the nearest place that the character was drawn for.
            var place = (int)MathF.Round(_pen * glyph.Phases);
            var pixel = (int)MathF.Floor((float)place / glyph.Phases);
            _pen += glyph.Advance;
            if (glyph.Width == 0) continue;
            var source = glyph.X + (place - pixel * glyph.Phases) * glyph.Width;
            Current = new Cell(pixel + glyph.OffsetX, baseline + glyph.OffsetY, source, glyph.Y, glyph.Width, glyph.Height);
            return true;
        }

        return false;
    }
}
