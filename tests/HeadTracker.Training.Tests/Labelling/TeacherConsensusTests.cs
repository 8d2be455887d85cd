using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Training.Data;
using HeadTracker.Training.Labelling;

namespace HeadTracker.Training.Tests.Labelling;

public class TeacherConsensusTests
{
    [Fact]
    public void The_mean_of_two_rotations_lies_half_way()
    {
        var a = new EulerAngles(0, 0, 0).ToRotation();
        var b = new EulerAngles(4, 0, 0).ToRotation();
        var consensus = TeacherConsensus.Of([a, b], [TeacherTrust.Equal, TeacherTrust.Equal]);

        Assert.InRange(Rotations.AngleBetween(consensus.Rotation, new EulerAngles(2, 0, 0).ToRotation()), 0, 0.01f);
        Assert.Equal(2, consensus.Disagreement, 0.01f);
    }

    [Fact]
    public void A_teachers_own_zero_and_its_error_are_measured_and_used()
    {
        var random = new Random(1);
        var offset = new EulerAngles(3, -7, 1).ToRotation();
        Quaternion Noise(float degrees) => Rotations.Exp(
            degrees * MathF.PI / 180 * new Vector3((float)random.NextDouble() - 0.5f, (float)random.NextDouble() - 0.5f, (float)random.NextDouble() - 0.5f));
        var labels = Enumerable.Range(0, 200)
            .Select(_ => new EulerAngles(random.Next(-60, 60), random.Next(-30, 30), random.Next(-20, 20)).ToRotation()).ToList();

        var trust = TeacherTrust.Measure([.. labels.Select(label => (label, label * Quaternion.Conjugate(offset) * Noise(6)))]);
        var coarse = TeacherTrust.Measure([.. labels.Select(label => (label, label * Noise(12)))]);

        Assert.InRange(Rotations.AngleBetween(trust.Correction, offset), 0, 0.6f);
        Assert.Equal(4, trust.Weight / coarse.Weight, 0.6f);
    }

    [Fact]
    public void Agreement_weighs_more_than_doubt()
    {
        Assert.Equal(1, new Consensus(Quaternion.Identity, 0, 1, 0).Weight);
        Assert.Equal(0.5f, new Consensus(Quaternion.Identity, 4, 1, 4).Weight);
        Assert.Equal(0.25f, new Consensus(Quaternion.Identity, 4, 0.5f, 4).Weight);
        Assert.InRange(new Consensus(Quaternion.Identity, 12, 1, 12).Weight, 0, 0.11f);
    }

    [Fact]
    public void A_teacher_that_contradicts_two_others_hardly_moves_their_mean()
    {
        Quaternion?[] answers = [Turn(10), Turn(12), Turn(60), null];
        var consensus = TeacherConsensus.Of(answers, [TeacherTrust.Equal, TeacherTrust.Equal, TeacherTrust.Equal, TeacherTrust.Equal]);

        Assert.InRange(EulerAngles.FromRotation(consensus.Rotation).Yaw, 10.5f, 12);
        Assert.InRange(consensus.Support, 0.45f, 0.55f);
        Assert.InRange(consensus.Second, 0, 2);

        Quaternion?[] dispute = [Turn(0), Turn(30)];
        Assert.InRange(TeacherConsensus.Of(dispute, [TeacherTrust.Equal, TeacherTrust.Equal]).Second, 15, 30);
    }

    /// <summary>Three sources with errors of 2°, 4° and 6° about poses that nobody knows.</summary>
    [Fact]
    public void Errors_are_told_from_how_far_each_two_differ()
    {
        var random = new Random(3);
        float[] errors = [2, 4, 6];
        var offset = Turn(9);
        var faces = Enumerable.Range(0, 3000).Select(_ =>
        {
            var truth = Turn(random.Next(-60, 60));
            return (IReadOnlyList<Quaternion?>)[.. errors.Select((error, i) =>
                (Quaternion?)(truth * Noise(random, error) * (i == 1 ? offset : Quaternion.Identity)))];
        }).ToList();

        var measured = TeacherTrust.WeightsFromAgreement(faces).Select(weight => 1 / MathF.Sqrt(weight)).ToList();

        for (var i = 0; i < errors.Length; i++) Assert.Equal(errors[i], measured[i], 0.3f);
    }

    [Fact]
    public void A_turn_measured_on_few_faces_is_drawn_towards_none()
    {
        var random = new Random(4);
        var labels = Enumerable.Range(0, 400).Select(_ => Turn(random.Next(-60, 60))).ToList();
        var pairs = labels.Select(label => (label, label * Turn(-3) * Noise(random, 6))).ToList();

        var few = Rotations.AngleBetween(Quaternion.Identity, TeacherTrust.Measure(pairs[..6]).Correction);
        var many = Rotations.AngleBetween(Quaternion.Identity, TeacherTrust.Measure(pairs).Correction);

        Assert.Equal(3, many, 0.6f);
        Assert.InRange(few, 0, 2.4f);
    }

    /// <summary>The fits' zero is wherever the annotators put their points; the networks say where straight ahead is.</summary>
    [Fact]
    public void Combined_labels_take_the_zero_of_the_networks_and_leave_out_disputes()
    {
        var random = new Random(5);
        var truth = Enumerable.Range(0, 300).Select(_ => Turn(random.Next(-60, 60))).ToList();
        var tilt = new EulerAngles(0, 8, 0).ToRotation();
        var faces = truth.Select((pose, i) => new FaceAnswers(
            $"{i}.jpg", default, [pose * Noise(random, 3), i == 7 ? pose * Turn(70) : pose * Noise(random, 3),
                i == 7 ? pose * Turn(-70) : pose * tilt * Noise(random, 1.5f)])).ToList();

        var trust = CombinedLabels.TrustOn(faces, [TeacherTrust.Equal, TeacherTrust.Equal]);
        var report = new ReadReport("faces");
        var labels = CombinedLabels.Of(faces, trust, 8, report);

        Assert.Equal(299, labels.Count);
        Assert.Equal("7.jpg", Assert.Single(Assert.Single(report.Dropped).Value));
        Assert.InRange(Rotations.AngleBetween(trust[2].Correction, Quaternion.Conjugate(tilt)), 0, 0.7f);
        var error = labels.Average(label =>
            Rotations.AngleBetween(label.Rotation, truth[int.Parse(label.Image[..^4], System.Globalization.CultureInfo.InvariantCulture)]));
        var single = faces.Where((_, i) => i != 7)
            .Select(face => Rotations.AngleBetween(face.Answers[2]!.Value * trust[2].Correction,
                truth[int.Parse(face.Image[..^4], System.Globalization.CultureInfo.InvariantCulture)])).Average();
        Assert.InRange(error, 0, single);
    }

    private static Quaternion Turn(float yaw) => new EulerAngles(yaw, 0, 0).ToRotation();

    /// <summary>A rotation about a random axis whose angle has this root mean square in degrees.</summary>
    private static Quaternion Noise(Random random, float degrees)
    {
        float Normal() => MathF.Sqrt(-2 * MathF.Log(1 - random.NextSingle())) * MathF.Cos(2 * MathF.PI * random.NextSingle());
        return Rotations.Exp(degrees / MathF.Sqrt(3) * (MathF.PI / 180) * new Vector3(Normal(), Normal(), Normal()));
    }
}
