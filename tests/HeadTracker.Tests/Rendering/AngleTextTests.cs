using HeadTracker.Rendering;

namespace HeadTracker.Tests.Rendering;

public class AngleTextTests
{
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
