using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Sampling;

namespace HeadTracker.Synthesis.Tests.Sampling;

public class DistributionTests
{
    [Fact]
    public void Poses_fill_the_range_and_crowd_around_zero()
    {
        var random = RandomExtensions.Seeded(1, 0, 0);
        var poses = Enumerable.Range(0, 20000).Select(_ => PoseDensity.Draw(random)).ToList();
        Assert.All(poses, p => Assert.True(MathF.Abs(p.Yaw) <= 99 && MathF.Abs(p.Pitch) <= 60 && MathF.Abs(p.Roll) <= 50));

        // Flat part: 0.45 · 9/99 = 0.041 of yaws beyond 90°; the normal with σ = 35° adds 0.0025.
        Assert.InRange(poses.Count(p => MathF.Abs(p.Yaw) > 90) / 20000f, 0.035f, 0.052f);
        Assert.InRange(poses.Count(p => MathF.Abs(p.Yaw) < 15) / 20000f, 0.30f, 0.42f);
        Assert.Equal(0, poses.Average(p => p.Yaw), 1.5);
        Assert.Equal(0, poses.Average(p => p.Pitch), 0.8);
    }

    [Fact]
    public void Turned_heads_alone_keep_their_proportions_to_one_another()
    {
        var random = RandomExtensions.Seeded(1, 0, 0);
        var poses = Enumerable.Range(0, 20000).Select(_ => PoseDensity.Draw(random, 55)).ToList();
        Assert.All(poses, p => Assert.InRange(MathF.Abs(p.Yaw), 55, 99));
        Assert.InRange(poses.Count(p => p.Yaw < 0) / 20000f, 0.48f, 0.52f);

        // Beyond 90°: 0.45 · 9/99 + 0.35 · 0.0054 = 0.0428 of all, of the 0.45 · 44/99 + 0.35 · 0.1114 = 0.239 beyond 55°.
        Assert.Equal(0.179, poses.Count(p => MathF.Abs(p.Yaw) > 90) / 20000.0, 0.012);
    }

    [Fact]
    public void Jitter_drawn_from_a_fit_has_the_fits_moments()
    {
        var truth = new CropJitter(new Vector2(0.02f, -0.01f), new Vector2(0.03f, 0.05f), new Vector2(0.1f, -0.05f), new Vector2(0.08f, 0.06f), 0.7f);
        var random = RandomExtensions.Seeded(2, 0, 0);
        var box = new FaceBox(40, 50, 90, 120);
        var fit = CropJitter.Fit([.. Enumerable.Range(0, 8000).Select(_ => (truth.Draw(random, box), box))]);
        Assert.True((fit.Shift - truth.Shift).Length() < 0.004f);
        Assert.True((fit.ShiftDeviation - truth.ShiftDeviation).Length() < 0.004f);
        Assert.True((fit.LogSize - truth.LogSize).Length() < 0.006f);
        Assert.True((fit.LogSizeDeviation - truth.LogSizeDeviation).Length() < 0.006f);
        Assert.Equal(0.7f, fit.LogSizeCorrelation, 0.03f);
    }

    [Fact]
    public void Neighbouring_seeds_give_unrelated_numbers()
    {
        var firsts = Enumerable.Range(0, 4000).Select(i => RandomExtensions.Seeded(9, i, 1).NextSingle()).ToArray();
        Assert.Equal(0.5, firsts.Average(), 0.02);
        var product = Enumerable.Range(0, 3999).Average(i => (firsts[i] - 0.5) * (firsts[i + 1] - 0.5));
        Assert.Equal(0, product, 0.005);
        Assert.Equal(RandomExtensions.Seeded(9, 5, 1).Next(1000), RandomExtensions.Seeded(9, 5, 1).Next(1000));
    }
}
