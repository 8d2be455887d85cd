using System.Numerics;
using HeadTracker.Synthesis.Lighting;
using HeadTracker.Synthesis.Sampling;

namespace HeadTracker.Synthesis.Tests.Sampling;

public class DimLightTests
{
    private static readonly EnvironmentMap[] Maps = [EnvironmentMap.Uniform(Vector3.One)];

    [Fact]
    public void In_the_dark_there_is_little_light_about_and_no_lamp_but_a_screen()
    {
        var random = RandomExtensions.Seeded(1, 0, 0);
        LightRig[] dim = [.. Enumerable.Range(0, 500).Select(_ => LightSampler.Draw(random, Maps, dim: true))];
        Assert.All(dim, rig => Assert.InRange(Brightest(rig.EnvironmentColour), 0, 0.4f));
        Assert.InRange(dim.Count(rig => rig.Key is not null), 200, 400);
        // A screen is before the face, and dimmer than a lamp may be.
        Assert.All(dim.Select(rig => rig.Key).OfType<KeyLight>(), key => Assert.True(key.Direction.Z > 0.7f && Brightest(key.Colour) < 1.7f, $"{key}"));
        LightRig[] usual = [.. Enumerable.Range(0, 500).Select(_ => LightSampler.Draw(random, Maps))];
        Assert.Contains(usual, rig => Brightest(rig.EnvironmentColour) > 0.9f);

        static float Brightest(Vector3 colour) => MathF.Max(colour.X, MathF.Max(colour.Y, colour.Z));
    }
}
