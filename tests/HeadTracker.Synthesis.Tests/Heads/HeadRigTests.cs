using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Synthesis.Heads;

namespace HeadTracker.Synthesis.Tests.Heads;

public class HeadRigTests
{
    private static readonly HeadRig Rig = new(new Vector3(0, -0.11f, -0.04f), new Vector3(0, -0.06f, -0.02f), Vector3.Zero);

    /// <summary>Metres that the pivot moves, and the head's joint for comparison.</summary>
    [Theory]
    [InlineData(5, 0, 0)]
    [InlineData(0, -5, 0)]
    [InlineData(3, 3, 5)]
    public void A_small_turn_leaves_the_pivot_where_it_is(float yaw, float pitch, float roll)
    {
        var head = Rig.Bend(new EulerAngles(yaw, pitch, roll).ToRotation()).Head;

        Assert.True(Vector3.Distance(Rig.Pivot, Vector3.Transform(Rig.Pivot, head)) < 0.0003f);
        Assert.True(Vector3.Distance(Rig.Head, Vector3.Transform(Rig.Head, head)) > 0.001f);
    }

    [Fact]
    public void A_large_turn_moves_it_by_millimetres()
    {
        var head = Rig.Bend(new EulerAngles(60, 0, 0).ToRotation()).Head;
        Assert.True(Vector3.Distance(Rig.Pivot, Vector3.Transform(Rig.Pivot, head)) < 0.008f);
    }
}
