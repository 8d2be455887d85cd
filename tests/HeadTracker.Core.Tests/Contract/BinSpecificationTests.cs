using HeadTracker.Contract;

namespace HeadTracker.Core.Tests.Contract;

public sealed class BinSpecificationTests
{
    [Theory]
    [InlineData(1, 99, 198, -98.5f, 98.5f)] // the KD paper, §4.2
    [InlineData(3, 99, 66, -97.5f, 97.5f)]
    [InlineData(4, 99, 50, -97, 99)] // the last bin reaches past the range
    [InlineData(0.5f, 45, 180, -44.75f, 44.75f)]
    public void Bins_cover_the_range(float size, float range, int count, float first, float last)
    {
        var bins = new BinSpecification(size, range);
        Assert.Equal(count, bins.Count);
        Assert.Equal(first, bins.CenterOf(0), 1e-4f);
        Assert.Equal(last, bins.CenterOf(count - 1), 1e-4f);
    }

    [Theory]
    [InlineData(-99, 0)]
    [InlineData(-98.001f, 0)]
    [InlineData(-98, 1)]
    [InlineData(0, 99)]
    [InlineData(-0.001f, 98)]
    [InlineData(98.999f, 197)]
    [InlineData(99, 197)] // the range's own end belongs to the last bin
    [InlineData(150, 197)]
    [InlineData(-150, 0)]
    public void An_angle_falls_into_the_bin_that_covers_it(float degrees, int index) =>
        Assert.Equal(index, new BinSpecification(1, BinSpecification.PaperRange).IndexOf(degrees));

    [Fact]
    public void A_bins_centre_lies_in_the_bin()
    {
        var bins = new BinSpecification(1, 99);
        for (var i = 0; i < bins.Count; i++) Assert.Equal(i, bins.IndexOf(bins.CenterOf(i)));
    }
}
