using HeadTracker.Response;

namespace HeadTracker.Core.Tests.Response;

public class AxisResponseTests
{
    [Fact]
    public void The_defaults_pass_everything_through()
    {
        var response = new AxisResponse(new AxisResponseOptions());

        foreach (var angle in new[] { -170f, -1, 0, 0.001f, 45, 180 }) Assert.Equal(angle, response[angle]);
    }

    [Fact]
    public void Dead_zone_curve_gain_limit_and_inversion_apply_in_that_order()
    {
        var response = new AxisResponse(new AxisResponseOptions
        {
            DeadZone = 2,
            Curve = [new(10, 5), new(20, 40)],
            Gain = 2,
            Limit = 60,
            Invert = true,
        });

        Assert.Equal(0, response[1.9f]);
        Assert.Equal(-10, response[12], 4);
        Assert.Equal(10, response[-12], 4);
        Assert.Equal(-60, response[22]);
        Assert.Equal(60, response[-90]);
    }

    [Fact]
    public void Leaves_the_dead_zone_without_a_jump()
    {
        var response = new AxisResponse(new AxisResponseOptions { DeadZone = 5 });

        Assert.Equal(0.01f, response[5.01f], 3);
    }

    [Theory]
    [InlineData(-1, 10, "dead zone")]
    [InlineData(0, 0, "limit")]
    [InlineData(0, float.NaN, "limit")]
    public void Refuses_what_makes_no_sense(float deadZone, float limit, string named)
    {
        var error = Assert.Throws<UserErrorException>(() => new AxisResponse(new AxisResponseOptions { DeadZone = deadZone, Limit = limit }));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e-37f, 100, 50, 150)]
    [InlineData(10, 5, 10.001f, 9)]
    [InlineData(10, 5, 2000, 9)]
    [InlineData(10, 5, 20, float.MaxValue)]
    [InlineData(10, float.NaN, 20, 9)]
    [InlineData(float.NaN, 5, 20, 9)]
    public void Refuses_points_that_no_finite_slope_leads_through(float input, float output, float nextInput, float nextOutput) =>
        Assert.Throws<UserErrorException>(() => new AxisResponse(new AxisResponseOptions { Curve = [new(input, output), new(nextInput, nextOutput)] }));

    [Fact]
    public void Refuses_a_curve_that_turns_back() =>
        Assert.Throws<UserErrorException>(() => new AxisResponse(new AxisResponseOptions { Curve = [new(10, 5), new(8, 6)] }));
}
