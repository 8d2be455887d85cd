using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Response;

namespace HeadTracker.Core.Tests.Response;

public class MonotoneCurveTests
{
    [Fact]
    public void Passes_through_its_knots_and_goes_straight_on()
    {
        Vector2[] knots = [new(0, 0), new(1, 1), new(3, 2), new(4, 10)];
        var curve = new MonotoneCurve(knots);

        foreach (var knot in knots) Assert.Equal(knot.Y, curve[knot.X], 5);
        Assert.Equal(10 + 8 * 2, curve[6], 4);
        Assert.Equal(-1, curve[-1], 5);
    }

    [Fact]
    public void Is_the_cubic_worked_by_hand()
    {
        // Secants 1 and 3: slopes 1, 2·1·3/4 = 1.5, 3. At the middle of the first piece
        // H(1/2) = (y0 + y1)/2 + w(m0 - m1)/8 = 0.5 - 0.0625.
        var curve = new MonotoneCurve([new(0, 0), new(1, 1), new(2, 4)]);

        Assert.Equal(0.4375f, curve[0.5f], 5);
        Assert.Equal(2.5f + (1.5f - 3) / 8, curve[1.5f], 5);
    }

    [Fact]
    public void Never_turns_back_even_beside_flat_pieces()
    {
        var curve = new MonotoneCurve([new(0, 0), new(1, 0), new(2, 5), new(3, 5), new(3.1f, 50)]);
        var last = curve[-0.5f];
        for (var x = -0.5f; x < 4; x += 0.01f)
        {
            Assert.True(curve[x] >= last - 1e-4f, $"falls at {x}");
            last = curve[x];
        }
    }

    [Fact]
    public void Refuses_points_out_of_order()
    {
        Assert.Throws<ArgumentException>(() => new MonotoneCurve([new(0, 0)]));
        Assert.Throws<ArgumentException>(() => new MonotoneCurve([new(0, 0), new(0, 1)]));
        Assert.Throws<ArgumentException>(() => new MonotoneCurve([new(0, 1), new(1, 0)]));
        Assert.Throws<ArgumentException>(() => new MonotoneCurve([new(0, 1), new(1, float.PositiveInfinity)]));
        Assert.Throws<ArgumentException>(() => new MonotoneCurve([new(0, float.NaN), new(1, 2)]));
    }
}
