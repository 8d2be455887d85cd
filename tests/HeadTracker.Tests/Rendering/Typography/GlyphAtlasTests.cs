using System.Text;
using HeadTracker.Rendering.Typography;

namespace HeadTracker.Tests.Rendering.Typography;

public class GlyphAtlasTests
{
    private static readonly TextStyle Small = new(9, TextWeight.Medium);

    [Fact]
    public void Every_character_stays_as_it_was_drawn_while_others_come()
    {
        var atlas = new GlyphAtlas(512, 512);
        var emptied = 0;
        atlas.Emptying += () => emptied++;
        var styles = new[] { Small, new TextStyle(13, TextWeight.SemiBold), new TextStyle(27, TextWeight.Regular) };
        foreach (var style in styles) atlas.Measure(style, "The quick brown fox jumps over the lazy dog. ÄÖÜ 0123456789");
        Assert.Equal(0, emptied);
        foreach (var style in styles)
        {
            foreach (var character in "The lazyÄ09".EnumerateRunes()) AssertDrawn(atlas, style, character);
        }
    }

    // More characters than fit, as a day of ever new file names would bring.
    [Theory]
    [InlineData(128, 64)]
    [InlineData(512, 512)]
    public void A_full_one_forgets_all_and_goes_on_in_the_same_room(int width, int height)
    {
        var atlas = new GlyphAtlas(width, height);
        var (emptied, most) = (0, 0);
        atlas.Emptying += () =>
        {
            emptied++;
            // Who noted places can still draw from them.
            AssertDrawn(atlas, Small, new Rune('A'));
        };
        for (var capHeight = 9; capHeight < 14; capHeight++)
        {
            for (var character = 0xA1; character < 0x250; character++)
            {
                atlas.Find(Small, new Rune('A'));
                AssertDrawn(atlas, new TextStyle(capHeight, TextWeight.Medium), new Rune(character));
                most = Math.Max(most, atlas.Count);
            }
        }

        Assert.InRange(emptied, 3, 1000);
        Assert.InRange(most, 8, GlyphAtlas.MostGlyphs);
        Assert.Equal(width * height, atlas.Coverage.Length);
    }

    [Fact]
    public void The_number_of_characters_is_bounded_too()
    {
        var atlas = new GlyphAtlas(2048, 2048);
        var emptied = 0;
        atlas.Emptying += () => emptied++;
        for (var i = 0; i < GlyphAtlas.MostGlyphs; i++) atlas.Find(new TextStyle(1, TextWeight.Medium), new Rune(0x4E00 + i));
        Assert.Equal((GlyphAtlas.MostGlyphs, 0), (atlas.Count, emptied));
        atlas.Find(Small, new Rune('A'));
        Assert.Equal((1, 1), (atlas.Count, emptied));
        AssertDrawn(atlas, Small, new Rune('A'));
    }

    [Fact]
    public void A_character_larger_than_all_of_it_is_cut()
    {
        var atlas = new GlyphAtlas(64, 32);
        var glyph = atlas.Find(new TextStyle(200, TextWeight.SemiBold), new Rune('W'));
        Assert.Equal((0, 0, 64, 32), (glyph.X, glyph.Y, glyph.Width, glyph.Height));
        Assert.True(glyph.Advance > 200);
        AssertDrawn(atlas, Small, new Rune('A'));
    }

    [Fact]
    public void What_was_drawn_since_the_last_look_is_told_once()
    {
        var atlas = new GlyphAtlas(256, 256);
        Assert.False(atlas.TakeChanges(out _, out _));
        var glyph = atlas.Find(Small, new Rune('A'));
        Assert.True(atlas.TakeChanges(out var top, out var rows));
        Assert.True(top <= glyph.Y && top + rows >= glyph.Y + glyph.Height);
        atlas.Find(Small, new Rune('A'));
        atlas.Find(Small, new Rune(' '));
        Assert.False(atlas.TakeChanges(out _, out _));
    }

    [Fact]
    public void Text_of_known_characters_allocates_nothing()
    {
        var atlas = new GlyphAtlas(512, 512);
        var before = 0L;
        Span<char> number = stackalloc char[16];
        var sum = 0f;
        // Long enough for the runtime to have compiled everything for good.
        for (var i = 0; i < 2000; i++)
        {
            if (i == 1900) before = GC.GetAllocatedBytesForCurrentThread();
            (i * 0.37f).TryFormat(number, out var length, "0.0");
            sum += atlas.Measure(Small, number[..length]);
            foreach (var cell in atlas.Lay(Small, i, 20, "Caméra d’Éléonore: 会議室 👩‍💻")) sum += cell.X;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(sum > 0);
    }

    [Fact]
    public void Widths_add_up_and_what_fits_ends_between_characters()
    {
        var atlas = new GlyphAtlas(512, 512);
        var (a, b) = (atlas.Measure(Small, "Hand"), atlas.Measure(Small, "ball"));
        Assert.Equal(a + b, atlas.Measure(Small, "Handball"), 0.001f);
        Assert.Equal(4, atlas.Fit(Small, "Handball", a + 0.01f));
        Assert.Equal(8, atlas.Fit(Small, "Handball", 1000));
        Assert.Equal(0, atlas.Fit(Small, "Handball", 1));
        // An accent of its own stays with its letter, both halves of a character together.
        Assert.Equal(2, atlas.Fit(Small, "e\u0301x", atlas.Measure(Small, "e") + 0.01f));
        Assert.Equal(1, atlas.Fit(Small, "e👩", atlas.Measure(Small, "e👩") - 0.01f));
        Assert.Equal(3, atlas.Fit(Small, "e👩", atlas.Measure(Small, "e👩") + 0.01f));
    }

    private static void AssertDrawn(GlyphAtlas atlas, TextStyle style, Rune character)
    {
        var glyph = atlas.Find(style, character);
        var image = GlyphRasterizer.Rasterize(style, character);
        Assert.Equal((image.Width, image.Height, image.Advance, image.Phases), (glyph.Width, glyph.Height, glyph.Advance, glyph.Phases));
        for (var y = 0; y < glyph.Height; y++)
        {
            var columns = image.Width * image.Phases;
            var kept = atlas.Coverage.Slice((glyph.Y + y) * atlas.Width + glyph.X, columns);
            Assert.True(image.Coverage.AsSpan(y * columns, columns).SequenceEqual(kept), $"{character} was damaged.");
        }
    }
}
