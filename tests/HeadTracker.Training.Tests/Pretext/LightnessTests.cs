using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Pretext;
using HeadTracker.Training.Tests.Augmentation;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Pretext;

public sealed class LightnessTests
{
    [Fact]
    public void All_channels_are_the_same_and_greys_keep_their_order()
    {
        using var scope = NewDisposeScope();
        var images = Pictures.Make(4);
        var lightness = Lightness.Of(images);
        Assert.Equal(ScalarType.Byte, lightness.dtype);
        Assert.True(lightness.eq(lightness.narrow(1, 0, 1)).all().item<bool>());
        var greys = arange(256, ScalarType.Int64).to(ScalarType.Byte).view(1, 1, 1, 256).expand(-1, 3, -1, -1);
        var seen = Lightness.Of(greys)[0, 0, 0].to(ScalarType.Int64).data<long>().ToArray();
        Assert.Equal((0, 255), (seen[0], seen[^1]));
        Assert.Equal(seen.Order(), seen);
    }

    [Fact]
    public void Colour_does_not_matter_where_the_lightness_is_the_same()
    {
        using var scope = NewDisposeScope();
        var lightness = 40 + 20 * rand(1, 16, 16);
        Tensor[] images = [.. new[] { (0, 0), (15, 10), (-20, 15), (5, -25) }.Select(shift => Bytes.FromUnit(ColorSpaces.LabToRgb(
            new Channels(lightness, full([1, 16, 16], shift.Item1), full([1, 16, 16], shift.Item2)))))];
        var seen = Lightness.Of(images[0]).to(ScalarType.Int32);
        Assert.All(images[1..], image =>
        {
            Assert.True((image.to(ScalarType.Int32) - images[0].to(ScalarType.Int32)).abs().max().item<int>() > 10);
            // Bytes of colours are rounded.
            Assert.InRange((Lightness.Of(image).to(ScalarType.Int32) - seen).abs().max().item<int>(), 0, 2);
        });
    }
}
