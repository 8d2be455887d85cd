using HeadTracker.Capture;

namespace HeadTracker.Tests.Capture;

public class NaturalOrderTests
{
    [Fact]
    public void Numbers_in_names_count_as_numbers()
    {
        string[] names = ["frame10.png", "frame2.png", "Frame1.png", "frame002.png", "a.png", "frame2b.png"];
        Assert.Equal(["a.png", "Frame1.png", "frame002.png", "frame2.png", "frame2b.png", "frame10.png"], names.Order(NaturalOrder.Instance));
    }

    [Fact]
    public void Numbers_longer_than_any_integer_still_compare()
    {
        var (small, large) = ("f" + new string('1', 40), "f" + new string('2', 40));
        Assert.True(NaturalOrder.Instance.Compare(small, large) < 0);
        Assert.True(NaturalOrder.Instance.Compare(large, small) > 0);
        Assert.Equal(0, NaturalOrder.Instance.Compare(small, small));
    }
}
