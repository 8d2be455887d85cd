using System.Numerics;
using HeadTracker.Geometry;

namespace HeadTracker.Core.Tests.Geometry;

public class RotationsTests
{
    [Fact]
    public void Log_and_Exp_undo_each_other_up_to_half_a_turn()
    {
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            var axis = Vector3.Normalize(new Vector3(random.NextSingle() - 0.5f, random.NextSingle() - 0.5f, random.NextSingle() - 0.5f));
            var vector = axis * (random.NextSingle() * 3.14f);
            Assert.True(Vector3.Distance(vector, Rotations.Log(Rotations.Exp(vector))) < 1e-4f);
        }

        Assert.Equal(Vector3.Zero, Rotations.Log(Quaternion.Identity));
    }

    [Fact]
    public void Angle_between_is_the_geodesic_in_degrees_whatever_the_quaternions_sign()
    {
        var a = new EulerAngles(10, 0, 0).ToRotation();
        var b = new EulerAngles(35, 0, 0).ToRotation();

        Assert.Equal(25, Rotations.AngleBetween(a, b), 3);
        Assert.Equal(25, Rotations.AngleBetween(a, -b), 3);
        Assert.Equal(0.001f, Rotations.AngleBetween(a, new EulerAngles(10.001f, 0, 0).ToRotation()), 1e-4f);
    }
}
