using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Pretext;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Pretext;

public sealed class ColourBinsTests
{
    [Fact]
    public void The_list_is_what_its_rule_gives()
    {
        var found = new HashSet<(int, int)>();
        for (var red = 0; red < 256; red++)
        {
            using var scope = NewDisposeScope();
            var ramp = arange(256, ScalarType.Float32) / 255;
            var colours = stack([full([256, 256], red / 255f), ramp.unsqueeze(1).expand(256, 256), ramp.unsqueeze(0).expand(256, 256)]).unsqueeze(0);
            var lab = ColorSpaces.RgbToLab(colours);
            var squares = ((lab.Second / ColourBins.Side).round() * 1000 + (lab.Third / ColourBins.Side).round()).flatten();
            foreach (var square in squares.unique().output.data<float>().ToArray())
            {
                var a = (int)MathF.Round(square / 1000);
                found.Add((ColourBins.Side * a, ColourBins.Side * (int)(square - 1000 * a)));
            }
        }

        Assert.Equal(found.Order(), ColourBins.Centres);
    }

    [Fact]
    public void A_cell_has_the_class_of_its_mean_colour()
    {
        using var scope = NewDisposeScope();
        // Grey on the left, on the right sRGB's blue: a* 79.2, b* -107.9.
        var images = full([1, 3, 8, 8], 120, ScalarType.Byte);
        images[0, .., .., 4..] = tensor(new byte[] { 0, 0, 255 }).view(3, 1, 1);
        var classes = ColourBins.Of(images, 2);
        Assert.Equal([1, 2, 2], classes.shape);
        Assert.Equal((0, 0), ColourBins.Centres[(int)classes[0, 0, 0].item<long>()]);
        Assert.Equal((80, -110), ColourBins.Centres[(int)classes[0, 1, 1].item<long>()]);
        // Half of either, or what is nearest to it.
        Assert.Equal((40, -50), ColourBins.Centres[(int)ColourBins.Of(images, 1).item<long>()]);
    }
}
