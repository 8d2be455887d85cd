using System.Text;

namespace HeadTracker.Rendering.Typography;

/// <summary>
/// The characters that were drawn lately, each in its size and weight, as coverage from 0 to 255 in one picture that a texture or a
/// software canvas draws from. A character is drawn once, when it is first asked for; what is there is found without allocating.
/// </summary>
/// <remarks>
/// It never grows beyond its picture and <see cref="MostGlyphs"/>. When a character finds no room, all of them are forgotten and
/// those still in use are drawn anew as they are asked for: rare, short, and better than keeping account of every use. Used by one
/// thread.
/// </remarks>
internal sealed class GlyphAtlas
{
    /// <summary>Bounds the characters without ink, too, which take no room in the picture.</summary>
    public const int MostGlyphs = 4096;

    private readonly Dictionary<(TextStyle Style, Rune Character), Glyph> _glyphs = [];
    private readonly Shelves _shelves;
    private readonly byte[] _coverage;
    private int _changedTop, _changedBottom;

    /// <param name="width">Of its picture, in pixels.</param>
    /// <param name="height">Of its picture, in pixels.</param>
    public GlyphAtlas(int width, int height)
    {
        (Width, Height) = (width, height);
        (_shelves, _coverage) = (new Shelves(width, height), new byte[width * height]);
        _changedTop = height;
    }

    /// <summary>A character's place in the picture; the members are those of <see cref="GlyphImage"/>.</summary>
    public readonly record struct Glyph(int X, int Y, int Width, int Height, float Advance, int OffsetX, int OffsetY, int Phases);

    /// <summary>Comes before all characters are forgotten: whoever has noted places in the picture draws from them now.</summary>
    public event Action? Emptying;

    public int Width { get; }

    public int Height { get; }

    /// <summary>How many characters it holds.</summary>
    public int Count => _glyphs.Count;

    /// <summary>(Height, Width) bytes, rows top to bottom.</summary>
    public ReadOnlySpan<byte> Coverage => _coverage;

    public Glyph Find(TextStyle style, Rune character) =>
        _glyphs.TryGetValue((style, character), out var glyph) ? glyph : Add(style, character);

    /// <summary>Pixels from the first character's pen position to the one after the last.</summary>
    public float Measure(TextStyle style, ReadOnlySpan<char> text)
    {
        var sum = 0f;
        foreach (var character in text.EnumerateRunes()) sum += Find(style, character).Advance;
        return sum;
    }

    /// <summary>How many of a text's UTF-16 units fit into a width; characters stay whole and keep their accents.</summary>
    public int Fit(TextStyle style, ReadOnlySpan<char> text, float room)
    {
        var length = 0;
        foreach (var character in text.EnumerateRunes())
        {
            room -= Find(style, character).Advance;
            if (room < 0) break;
            length += character.Utf16SequenceLength;
        }

        return length;
    }

    /// <summary>Where a text's characters go and come from, left to right from a pen position on the baseline.</summary>
    public TextLine Lay(TextStyle style, float x, int baseline, ReadOnlySpan<char> text) => new(this, style, x, baseline, text);

    /// <summary>The rows that were drawn on since the last call; false where there are none.</summary>
    public bool TakeChanges(out int top, out int rows)
    {
        (top, rows) = (_changedTop, _changedBottom - _changedTop);
        (_changedTop, _changedBottom) = (Height, 0);
        return rows > 0;
    }

    private Glyph Add(TextStyle style, Rune character)
    {
        var image = GlyphRasterizer.Rasterize(style, character);
        // The few that are larger than the whole picture are cut.
        var phases = image.Width * image.Phases <= Width ? image.Phases : 1;
        var (columns, rows) = (Math.Min(image.Width * phases, Width), Math.Min(image.Height, Height));
        if (_glyphs.Count == MostGlyphs | !_shelves.TryPlace(columns, rows, out var x, out var y))
        {
            Emptying?.Invoke();
            _glyphs.Clear();
            _shelves.Clear();
            _shelves.TryPlace(columns, rows, out x, out y);
        }

        for (var row = 0; row < rows; row++) image.Coverage.AsSpan(row * image.Width * image.Phases, columns).CopyTo(_coverage.AsSpan((y + row) * Width + x));
        if (rows > 0) (_changedTop, _changedBottom) = (Math.Min(_changedTop, y), Math.Max(_changedBottom, y + rows));
        var glyph = new Glyph(x, y, columns / phases, rows, image.Advance, image.OffsetX, image.OffsetY, phases);
        _glyphs.Add((style, character), glyph);
        return glyph;
    }
}
