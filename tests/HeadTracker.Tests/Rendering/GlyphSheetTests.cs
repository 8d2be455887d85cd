using HeadTracker.Rendering;

namespace HeadTracker.Tests.Rendering;

public class GlyphSheetTests
{
    private readonly GlyphSheet _sheet = new([new TextStyle(9, 0.14f), new TextStyle(31, 0.2f)]);

    [Fact]
    public void All_of_ASCII_that_prints_has_a_glyph()
    {
        for (var character = ' '; character <= '~'; character++) Assert.Contains(character, StrokeFont.Characters);
    }

    [Fact]
    public void Digits_and_signs_are_equally_wide()
    {
        for (var style = 0; style < 2; style++)
        {
            Assert.Single("0123456789+−".Select(c => _sheet.Find(style, c).Advance).Distinct());
        }
    }

    // A glyph cut off by its cell would have ink on the cell's edge.
    [Fact]
    public void Every_glyph_fits_its_cell_and_all_but_the_space_have_ink()
    {
        foreach (var character in StrokeFont.Characters)
        {
            for (var style = 0; style < 2; style++)
            {
                var glyph = _sheet.Find(style, character);
                var (ink, edge) = (0, 0);
                for (var y = 0; y < glyph.Height; y++)
                {
                    for (var x = 0; x < glyph.Width; x++)
                    {
                        var coverage = _sheet.Coverage[(glyph.Y + y) * GlyphSheet.Width + glyph.X + x];
                        ink += coverage;
                        if (x == 0 || y == 0 || x == glyph.Width - 1 || y == glyph.Height - 1) edge += coverage;
                    }
                }

                Assert.Equal(0, edge);
                Assert.Equal(character != ' ', ink > 0);
            }
        }
    }

    [Theory]
    [InlineData(12.34f, "+12.3°", "+12°")]
    [InlineData(-0.04f, "0.0°", "0°")]
    [InlineData(-7.25f, "−7.2°", "−7°")]
    [InlineData(179.96f, "+180.0°", "+180°")]
    public void Angles_have_a_sign_and_no_minus_zero(float degrees, string expected, string whole)
    {
        Span<char> buffer = stackalloc char[8];
        Assert.Equal(expected, buffer[..AngleText.Write(degrees, buffer)].ToString());
        Assert.Equal(whole, buffer[..AngleText.Write(degrees, buffer, isWhole: true)].ToString());
    }
}
