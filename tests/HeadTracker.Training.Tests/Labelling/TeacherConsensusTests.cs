using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Training.Labelling;

namespace HeadTracker.Training.Tests.Labelling;

public class TeacherConsensusTests
{
    [Fact]
    public void The_mean_of_two_rotations_lies_half_way()
    {
        var a = new EulerAngles(0, 0, 0).ToRotation();
        var b = new EulerAngles(40, 0, 0).ToRotation();
        var consensus = TeacherConsensus.Of([a, b], [TeacherTrust.Equal, TeacherTrust.Equal]);

        Assert.InRange(Rotations.AngleBetween(consensus.Rotation, new EulerAngles(20, 0, 0).ToRotation()), 0, 0.01f);
        Assert.Equal(20, consensus.Disagreement, 0.01f);
    }

    [Fact]
    public void A_teachers_own_zero_and_its_error_are_measured_and_used()
    {
        var random = new Random(1);
        var offset = new EulerAngles(3, -7, 1).ToRotation();
        Quaternion Noise(float degrees) => Rotations.Exp(degrees * MathF.PI / 180 * new Vector3((float)random.NextDouble() - 0.5f, (float)random.NextDouble() - 0.5f, (float)random.NextDouble() - 0.5f));
        var labels = Enumerable.Range(0, 200).Select(_ => new EulerAngles(random.Next(-60, 60), random.Next(-30, 30), random.Next(-20, 20)).ToRotation()).ToList();

        var trust = TeacherTrust.Measure([.. labels.Select(label => (label, label * Quaternion.Conjugate(offset) * Noise(6)))]);
        var coarse = TeacherTrust.Measure([.. labels.Select(label => (label, label * Noise(12)))]);

        Assert.InRange(Rotations.AngleBetween(trust.Correction, offset), 0, 0.6f);
        Assert.Equal(4, trust.Weight / coarse.Weight, 0.6f);
    }

    [Fact]
    public void Agreement_weighs_more_than_doubt()
    {
        Assert.Equal(1, new Consensus(Quaternion.Identity, 0).Weight);
        Assert.Equal(0.5f, new Consensus(Quaternion.Identity, 4).Weight);
        Assert.InRange(new Consensus(Quaternion.Identity, 12).Weight, 0, 0.11f);
    }
}
