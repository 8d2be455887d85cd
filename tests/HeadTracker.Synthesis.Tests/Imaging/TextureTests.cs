using System.Numerics;
using HeadTracker.Synthesis.Imaging;

namespace HeadTracker.Synthesis.Tests.Imaging;

public class TextureTests
{
    private static readonly Texture Checker = new(2, 2, [0xff0000ff, 0xff00ff00, 0xffff0000, 0x00ffffff]);

    [Fact]
    public void Texel_centres_give_texels_and_edges_repeat()
    {
        Assert.Equal(new Vector4(1, 0, 0, 1), Checker.Sample(new Vector2(0.25f, 0.25f), 0));
        Assert.Equal(new Vector4(0, 0, 1, 1), Checker.Sample(new Vector2(0.25f, 0.75f), 0));
        Assert.Equal(new Vector4(1, 0, 0, 1), Checker.Sample(new Vector2(1.25f, -0.75f), 0));
        Assert.True((Checker.Sample(new Vector2(0, 0.25f), 0) - new Vector4(0.5f, 0.5f, 0, 1)).Length() < 1e-5f);
    }

    [Fact]
    public void Alpha_alone_equals_alpha_of_the_whole()
    {
        var random = new Random(1);
        for (var i = 0; i < 50; i++)
        {
            var uv = new Vector2(random.NextSingle() * 3 - 1, random.NextSingle() * 3 - 1);
            Assert.Equal(Checker.Sample(uv, 0).W, Checker.SampleAlpha(uv, 0), 1e-5f);
        }
    }

    [Fact]
    public void Levels_halve_and_hidden_colour_does_not_bleed()
    {
        var pixels = new uint[64];
        for (var i = 0; i < 64; i++) pixels[i] = i % 8 % 2 == 0 ? 0xff204060 : 0x00ffffff;
        var texture = new Texture(8, 8, pixels);
        var coarse = texture.Sample(new Vector2(0.5f, 0.5f), 1);
        Assert.True((coarse - new Vector4(0x60 / 255f, 0x40 / 255f, 0x20 / 255f, 0.5f)).Length() < 0.01f, $"{coarse}");
        Assert.Equal(1, texture.LevelFor(4 / 64f, 1), 1e-4f);
    }
}
