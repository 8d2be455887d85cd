using HeadTracker.Contract;
using HeadTracker.Tests;

namespace HeadTracker.Core.Tests.Contract;

public sealed class RvcDecoderTests
{
    /// <summary>Bins of 2° over ±4°: centres -3, -1, 1, 3.</summary>
    private static readonly BinSpecification FourBins = new(2, 4);

    [Fact]
    public void Expectation_and_spread_of_logits_by_hand()
    {
        // exp: 1, 2, 4, 1, so the probabilities are 1/8, 2/8, 4/8, 1/8:
        // mean (-3 - 2 + 4 + 3) / 8 = 0.25, mean square (9 + 2 + 4 + 9) / 8 = 3, variance 3 - 0.0625.
        float[] logits = [0, MathF.Log(2), MathF.Log(4), 0];
        var angle = new RvcDecoder(FourBins, BinOutput.Logits).Decode(logits);
        Assert.Equal(0.25f, angle.Degrees, 1e-5f);
        Assert.Equal(MathF.Sqrt(2.9375f), angle.Spread, 1e-5f);
        Assert.Equal([0.125f, 0.25f, 0.5f, 0.125f], logits.Select(p => MathF.Round(p, 6)));
    }

    [Fact]
    public void Probabilities_are_taken_as_they_are()
    {
        var angle = new RvcDecoder(FourBins, BinOutput.Probabilities).Decode([0, 0, 0.5f, 0.5f]);
        Assert.Equal(2, angle.Degrees, 1e-6f);
        Assert.Equal(1, angle.Spread, 1e-6f);
    }

    [Fact]
    public void Large_logits_do_not_overflow()
    {
        var angle = new RvcDecoder(FourBins, BinOutput.Logits).Decode([1000, 900, 0, -1000]);
        Assert.Equal(-3, angle.Degrees, 1e-5f);
        Assert.Equal(0, angle.Spread, 1e-3f);
    }

    [Fact]
    public void Knowing_nothing_means_zero_with_the_spread_of_a_uniform_distribution()
    {
        var angle = new RvcDecoder(new BinSpecification(1, 99), BinOutput.Logits).Decode(new float[198]);
        Assert.Equal(0, angle.Degrees, 1e-3f);
        Assert.Equal(198 / MathF.Sqrt(12), angle.Spread, 1e-2f);
    }

    [Fact]
    public void Allocates_nothing()
    {
        var decoder = new RvcDecoder(new BinSpecification(1, 99), BinOutput.Logits);
        var logits = new float[198];
        decoder.Decode(logits);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 100; i++) decoder.Decode(logits);
        }));
    }
}
