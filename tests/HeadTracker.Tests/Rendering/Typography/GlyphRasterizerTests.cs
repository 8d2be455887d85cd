using System.Text;
using HeadTracker.Rendering.Typography;

namespace HeadTracker.Tests.Rendering.Typography;

public class GlyphRasterizerTests
{
    // A code point that Unicode will never give to a character.
    private static readonly Rune Nowhere = new(0x1FFFE);

    public static TheoryData<int> CapHeights => [6, 9, 11, 17, 24, 31, 54];

    [Theory]
    [MemberData(nameof(CapHeights))]
    public void Capitals_stand_on_the_baseline_and_are_as_high_as_the_style_says(int capHeight)
    {
        foreach (var weight in Enum.GetValues<TextWeight>())
        {
            foreach (var letter in "HETZ")
            {
                var (top, bottom) = InkRows(Draw(letter, capHeight, weight));
                Assert.Equal((-capHeight, 0), (top, bottom));
            }
        }
    }

    [Theory]
    [MemberData(nameof(CapHeights))]
    public void Digits_and_signs_are_equally_wide(int capHeight)
    {
        foreach (var weight in Enum.GetValues<TextWeight>())
        {
            var widths = "0123456789+−=".Select(character => Draw(character, capHeight, weight).Advance).ToArray();
            Assert.All(widths, width => Assert.Equal(widths[0], width, 0.01f));
        }
    }

    [Theory]
    [MemberData(nameof(CapHeights))]
    public void Heavier_weights_cover_more(int capHeight)
    {
        var ink = Enum.GetValues<TextWeight>().Select(weight => "Hamburg".Sum(letter => Draw(letter, capHeight, weight).Coverage.Average(c => c))).ToArray();
        Assert.True(ink[0] < ink[1] && ink[1] < ink[2], string.Join(" < ", ink));
    }

    // A glyph cut off by its cell would have ink on the cell's edge.
    [Theory]
    [MemberData(nameof(CapHeights))]
    public void Every_glyph_fits_its_cell_in_each_phase_and_all_but_the_space_have_ink(int capHeight)
    {
        foreach (var character in Enumerable.Range(' ', 0x180 - ' ').Concat("−—·…ΆЖщ会ラ".Select(c => (int)c)).Where(c => !char.IsControl((char)c)))
        {
            var image = Draw(character, capHeight);
            var isBlank = char.IsWhiteSpace((char)character) || character == '\u00AD';
            Assert.Equal(isBlank, image.Width == 0);
            if (isBlank || FontStack.Of(TextWeight.Medium).Find(character) is null) continue;
            for (var phase = 0; phase < image.Phases; phase++)
            {
                var (ink, edge) = (0, 0);
                for (var y = 0; y < image.Height; y++)
                {
                    for (var x = 0; x < image.Width; x++)
                    {
                        var coverage = image.Coverage[(y * image.Phases + phase) * image.Width + x];
                        ink += coverage;
                        if (x == 0 || y == 0 || x == image.Width - 1 || y == image.Height - 1) edge += coverage;
                    }
                }

                Assert.True(ink > 100, $"'{(char)character}' has no ink.");
                Assert.True(edge == 0, $"'{(char)character}' is cut.");
            }
        }
    }

    [Fact]
    public void Each_phase_is_a_quarter_of_a_pixel_farther_right()
    {
        foreach (var character in "Ham0")
        {
            var image = Draw(character, 11);
            Assert.Equal(4, image.Phases);
            // Skia makes half covered pixels brighter, so the middle of the ink goes in uneven steps.
            for (var phase = 1; phase < 4; phase++) Assert.InRange(Middle(image, phase) - Middle(image, phase - 1), 0.02f, 0.5f);
            Assert.Equal(0.75f, Middle(image, 3) - Middle(image, 0), 0.25f);
        }
    }

    [Fact]
    public void An_accent_shows_above_its_letter_composed_or_not()
    {
        var (plain, composed, mark) = (InkRows(Draw('e', 17)), InkRows(Draw('é', 17)), Draw('\u0301', 17));
        Assert.True(composed.Top < plain.Top - 2);
        Assert.Equal(0, mark.Advance);
        // Over the letter before it, not beside it.
        Assert.InRange(mark.OffsetX, -(int)Draw('e', 17).Advance, -1);
        Assert.InRange(InkRows(mark).Bottom, -20, plain.Top);
    }

    [FontFact(FontFactAttribute.Japanese)]
    public void Japanese_is_no_boxes()
    {
        var box = Draw(Nowhere.Value, 17);
        var images = FontFactAttribute.Japanese.Select(character => Draw(character, 17)).ToArray();
        Assert.All(images, image => Assert.NotEqual(box.Coverage, image.Coverage));
        Assert.Equal(FontFactAttribute.Japanese.Length, images.Select(image => Convert.ToHexString(image.Coverage)).Distinct().Count());
        // Full-width characters are as wide as the type's size, which is 1.4 times the height of its capitals.
        Assert.All(images, image => Assert.Equal(17 / FontStack.Of(TextWeight.Medium).CapHeight, image.Advance, 1f));
    }

    [Fact]
    public void What_no_font_has_is_a_box_as_high_as_a_capital()
    {
        Assert.Null(FontStack.Of(TextWeight.Medium).Find(Nowhere.Value));
        var box = Draw(Nowhere.Value, 17);
        Assert.Equal((-17, 0), InkRows(box));
        Assert.Equal(255, box.Coverage[0]);
        Assert.Equal(0, box.Coverage[box.Height / 2 * box.Width + box.Width / 2]);
        Assert.True(box.Advance > box.Width);
    }

    [Theory]
    [InlineData('\n')]
    [InlineData('\t')]
    public void Control_characters_are_spaces(char character) => Assert.Equal(Draw(' ', 9).Advance, Draw(character, 9).Advance);

    [Theory]
    [InlineData(0x200D)]
    [InlineData(0x202E)]
    [InlineData(0xFE0F)]
    [InlineData(0xE0100)]
    public void Marks_for_joining_and_ordering_take_no_room(int codePoint) => Assert.Equal((0f, 0), (Draw(codePoint, 9).Advance, Draw(codePoint, 9).Width));

    private static GlyphImage Draw(int character, int capHeight, TextWeight weight = TextWeight.Medium) =>
        GlyphRasterizer.Rasterize(new TextStyle(capHeight, weight), new Rune(character));

    // First row with ink and the first below it without, from the baseline.
    private static (int Top, int Bottom) InkRows(GlyphImage image)
    {
        var columns = image.Width * image.Phases;
        bool HasInk(int row) => image.Coverage.AsSpan(row * columns, columns).IndexOfAnyInRange((byte)100, (byte)255) >= 0;
        var rows = Enumerable.Range(0, image.Height).Where(HasInk).ToArray();
        return (image.OffsetY + rows[0], image.OffsetY + rows[^1] + 1);
    }

    private static float Middle(GlyphImage image, int phase)
    {
        var (sum, weight) = (0f, 0f);
        for (var i = 0; i < image.Width * image.Height; i++)
        {
            var coverage = image.Coverage[(i / image.Width * image.Phases + phase) * image.Width + i % image.Width];
            (sum, weight) = (sum + coverage * (i % image.Width), weight + coverage);
        }

        return sum / weight;
    }
}
