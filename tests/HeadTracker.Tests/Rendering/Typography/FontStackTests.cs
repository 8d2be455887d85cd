using System.Text;
using HeadTracker.Rendering.Typography;

namespace HeadTracker.Tests.Rendering.Typography;

public sealed class FontStackTests : IDisposable
{
    private const string Accented = "ÀÉÎõüÿçñßøåłőšžřİğțĐŒΆλЖщѣ„“”’–—…€№";
    private static readonly TextWeight[] Weights = Enum.GetValues<TextWeight>();

    private readonly string _folder = Directory.CreateTempSubdirectory("headtracker-fonts").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_programs_own_font_has_all_of_ASCII_the_signs_of_angles_and_accents()
    {
        foreach (var weight in Weights)
        {
            var fonts = FontStack.Of(weight);
            Assert.Equal("Open Sans", fonts.FamilyName.Split(" Medium")[0].Split(" SemiBold")[0]);
            for (var character = ' '; character <= '~'; character++) Assert.Equal(fonts.FamilyName, fonts.Find(character)?.FamilyName);
            foreach (var character in "−°…—·" + Accented) Assert.Equal(fonts.FamilyName, fonts.Find(character)?.FamilyName);
        }
    }

    [Fact]
    public void Its_licence_lies_beside_it() =>
        Assert.Contains("SIL Open Font License", File.ReadAllText(Path.Combine(FontStack.Folder, "OpenSans-LICENSE.txt")));

    [Fact]
    public void Where_its_file_is_missing_or_no_font_one_of_the_systems_takes_its_place()
    {
        File.WriteAllBytes(Path.Combine(_folder, "OpenSans-Medium.ttf"), [1, 2, 3, 4]);
        foreach (var weight in Weights)
        {
            var fonts = FontStack.Open(weight, _folder);
            Assert.InRange(fonts.CapHeight, 0.5f, 0.9f);
            foreach (var character in "Ay09.−°é") Assert.True(fonts.Find(character) is not null, $"{weight}: no font for {character}");
        }
    }

    [FontFact(FontFactAttribute.Japanese)]
    public void Characters_it_lacks_come_from_a_font_of_the_system_that_has_them()
    {
        var fonts = FontStack.Of(TextWeight.Medium);
        foreach (var character in FontFactAttribute.Japanese.EnumerateRunes())
        {
            var found = fonts.Find(character.Value);
            Assert.NotNull(found);
            Assert.NotEqual(fonts.FamilyName, found.FamilyName);
            Assert.True(found.ContainsGlyph(character.Value));
        }
    }

    [Fact]
    public void A_word_comes_from_one_font()
    {
        var fonts = FontStack.Open(TextWeight.Medium, _folder);
        var first = fonts.Find('e')!;
        Assert.All("etreprise", character => Assert.Same(first, fonts.Find(character)));
    }
}
