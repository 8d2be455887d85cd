using HeadTracker.Capture;

namespace HeadTracker.Tests.Capture;

public class FilmTimesTests
{
    private const double None = double.NaN;

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-9.2e15)]
    [InlineData(double.MaxValue)]
    [InlineData(366 * 86400.0)]
    public void What_can_be_no_films_time_is_unknown(double seconds) => Assert.Equal(FilmTimes.Unknown, FilmTimes.Of(seconds));

    [Theory]
    [InlineData("as the film states them, from zero", new[] { 1.4, 1.5, 1.75, 1.8 }, new[] { 0, 0.1, 0.35, 0.4 })]
    [InlineData("by the nominal rate without any", new[] { None, None, None, None }, new[] { 0, 0.1, 0.2, 0.3 })]
    [InlineData("by the nominal rate when all are the same", new[] { 0.0, 0, 0, 0 }, new[] { 0, 0.1, 0.2, 0.3 })]
    [InlineData("one without a time", new[] { 0, 0.2, None, 0.6 }, new[] { 0, 0.2, 0.3, 0.6 })]
    [InlineData("a gap of an hour stays one", new[] { 0, 0.1, 3600, 3600.1 }, new[] { 0, 0.1, 3600, 3600.1 })]
    [InlineData("a clock that jumps back goes on at its own distances", new[] { 3600, 3600.1, 0, 0.25, 0.5 }, new[] { 0, 0.1, 0.2, 0.45, 0.7 })]
    [InlineData("a single time far behind is a wrong one", new[] { 5.0, 6.9, 5, 7.2 }, new[] { 0, 1.9, 2.0, 2.2 })]
    [InlineData("pictures out of order do not stretch the film", new[] { 0, 0.3, 0.1, 0.2, 0.6 }, new[] { 0, 0.3, 0.4, 0.5, 0.6 })]
    public void Times_are_finite_and_rise(string what, double[] stated, double[] expected)
    {
        var times = new FilmTimes(10);
        var told = stated.Select(seconds => times.Next(FilmTimes.Of(seconds)).TotalSeconds).ToArray();
        Assert.True(expected.Zip(told).All(pair => Math.Abs(pair.First - pair.Second) < 1e-6), $"{what}: {string.Join(' ', told)}");
    }
}
