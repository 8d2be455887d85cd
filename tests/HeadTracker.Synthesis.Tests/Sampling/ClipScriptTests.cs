using HeadTracker.Synthesis.Sampling;

namespace HeadTracker.Synthesis.Tests.Sampling;

public class ClipScriptTests
{
    [Fact]
    public void Every_script_passes_through_its_knots_in_order_of_time() => Assert.All(ClipScript.All, script =>
    {
        for (var i = 1; i < script.Knots.Count; i++)
        {
            Assert.True(script.Knots[i].Time > script.Knots[i - 1].Time, $"{script.Name}, knot {i}");
            var at = script.At(script.Knots[i].Time);
            Assert.Equal(script.Knots[i].Yaw, at.Yaw, 0.01f);
            Assert.Equal(script.Knots[i].Pitch, at.Pitch, 0.01f);
            Assert.Equal(script.Knots[i].Aside, at.Aside, 0.01f);
        }
    });

    [Fact]
    public void A_drivers_glance_is_held_still_and_has_its_length()
    {
        var script = ClipScript.Driver;
        // From one knot of the telephone to the next: no swing beyond them.
        Assert.All(Enumerable.Range(0, 44), i => Assert.Equal(-34, script.At(10.65f + i * 0.09f).Pitch, 0.01f));
        var away = Enumerable.Range(0, 1000).Count(i => script.At(9 + i * 0.01f).Pitch < -16) * 0.01;
        Assert.Equal(4.7, away, 0.1);
    }
}
