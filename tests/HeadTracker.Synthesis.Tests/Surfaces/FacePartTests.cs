using HeadTracker.Synthesis.Sampling;
using HeadTracker.Synthesis.Surfaces;

namespace HeadTracker.Synthesis.Tests.Surfaces;

public sealed class FacePartTests
{
    [Fact]
    public void A_mirror_exchanges_left_and_right_and_leaves_the_rest()
    {
        Assert.All(Enum.GetValues<FacePart>(), part => AssertMirrored(part, FaceParts.Mirrored));
        Assert.All(Enum.GetValues<FaceAttribute>(), attribute => AssertMirrored(attribute, FaceAttributes.Mirrored));
        Assert.Equal(FacePart.LidRight, FaceParts.Mirrored(FacePart.LidLeft));
        Assert.Equal(FaceAttribute.GazeRight, FaceAttributes.Mirrored(FaceAttribute.GazeLeft));

        static void AssertMirrored<T>(T one, Func<T, T> mirror) where T : struct, Enum
        {
            var name = $"{one}";
            var other = name.EndsWith("Left", StringComparison.Ordinal) ? name[..^4] + "Right" : name.EndsWith("Right", StringComparison.Ordinal)
                ? name[..^5] + "Left" : name;
            Assert.Equal(other, $"{mirror(one)}");
            Assert.Equal(one, mirror(mirror(one)));
        }
    }

    [Fact]
    public void Every_class_has_parts_and_every_part_its_class()
    {
        Assert.Equal(Enum.GetValues<SegmentationClass>(), Enum.GetValues<FacePart>().Select(FaceParts.ClassOf).Distinct().Order());
        foreach (var shown in Enum.GetValues<SegmentationClass>().Except([SegmentationClass.Skin, SegmentationClass.Eye]))
            Assert.Equal(shown, FaceParts.ClassOf(FaceParts.OfClass(shown)));
        Assert.False(FaceParts.IsHead(FacePart.Neck));
        Assert.True(FaceParts.IsHead(FacePart.Accessory));
    }

    [Fact]
    public void Attributes_are_so_not_so_or_unknown()
    {
        var some = default(FaceAttributes).With(FaceAttribute.Cap, true).With(FaceAttribute.Mask, false).With(FaceAttribute.Old, null);
        Assert.Equal([true, false, null], new[] { FaceAttribute.Cap, FaceAttribute.Mask, FaceAttribute.Old }.Select(attribute => some[attribute]));
        Assert.False(some.With(FaceAttribute.Cap, false)[FaceAttribute.Cap]);
        Assert.InRange(FaceAttributes.Count, 28, 64);
    }
}
