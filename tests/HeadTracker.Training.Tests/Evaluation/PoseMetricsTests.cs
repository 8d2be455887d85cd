using System.Numerics;
using HeadTracker.Geometry;
using HeadTracker.Training.Data;
using HeadTracker.Training.Data.Readers;
using HeadTracker.Training.Evaluation;

namespace HeadTracker.Training.Tests.Evaluation;

public class PoseMetricsTests
{
    [Fact]
    public void Known_errors_give_known_figures()
    {
        var metrics = PoseMetrics.Of("m", "d",
            [Face(new(10, 0, 0), new(14, 0, 0)), Face(new(-20, 5, 0), new(-20, -1, 0)), Face(new(50, 0, 0), new(50, 0, 12))], missed: 2);

        Assert.Equal(4.0 / 3, metrics.Errors.Yaw, 1e-3);
        Assert.Equal(2, metrics.Errors.Pitch, 1e-3);
        Assert.Equal(4, metrics.Errors.Roll, 1e-3);
        Assert.Equal((4.0 / 3 + 2 + 4) / 3, metrics.Mean.Value, 1e-3);
        Assert.Equal((4.0 + 6 + 12) / 3, metrics.Geodesic.Value, 1e-2);
        Assert.InRange(metrics.Geodesic.Low, 4 - 1e-2, metrics.Geodesic.Value);
        Assert.InRange(metrics.Geodesic.High, metrics.Geodesic.Value, 12 + 1e-2);
        Assert.Equal(1.0 / 3, metrics.Within[5], 1e-6);
        Assert.Equal(2.0 / 3, metrics.Within[10], 1e-6);
        Assert.Equal(1, metrics.Within[15], 1e-6);
        Assert.Equal([(0, 1), (15, 1), (45, 1)], metrics.YawBins.Select(bin => (bin.From, bin.Count)));
        Assert.Equal(2, metrics.Missed);
    }

    [Fact]
    public void A_constant_offset_is_measured_and_taken_out()
    {
        var faces = Enumerable.Range(0, 21).Select(i => Face(new(i - 10, 0, 0), new(i - 10 + 3, -2, 0))).ToList();
        var metrics = PoseMetrics.Of("m", "d", faces, 0);

        Assert.Equal(3, metrics.Offset.Yaw, 1e-2f);
        Assert.Equal(-2, metrics.Offset.Pitch, 1e-2f);
        Assert.InRange(metrics.ErrorsWithoutOffset.Mean, 0, 0.01);
    }

    [Fact]
    public void Faces_of_which_too_little_is_seen_are_also_left_out()
    {
        var hidden = Face(new(80, 0, 0), new(50, 0, 0));
        hidden = hidden with { Face = hidden.Face with { Weight = 0.3f } };
        PoseComparison[] seen = [Face(new(10, 0, 0), new(13, 0, 0)), Face(new(20, 0, 0), new(20, 0, 0))];
        var metrics = PoseMetrics.Of("m", "d", [.. seen, hidden], missed: 1);

        Assert.Equal(11.0 / 3, metrics.Mean.Value, 1e-3);
        Assert.Equal((2, 0.5), (metrics.OfFullWeight!.Count, Math.Round(metrics.OfFullWeight.Mean.Value, 3)));
        Assert.Equal([(0, 1), (15, 1)], metrics.OfFullWeight.YawBins.Select(bin => (bin.From, bin.Count)));
        Assert.Null(metrics.OfFullWeight.OfFullWeight);
        Assert.Null(PoseMetrics.Of("m", "d", seen, missed: 0).OfFullWeight);
        Assert.Null(PoseMetrics.Of("m", "d", [hidden], missed: 0).OfFullWeight);

        using var text = new StringWriter();
        var dataset = new FaceDataset("d", null!, [.. seen.Append(hidden).Select(comparison => comparison.Face)], new ReadReport("d")) { Terms = "" };
        EvaluationTables.Write(text, dataset, [new ModelResult(metrics, [.. seen, hidden])]);
        Assert.Contains("| m     | 0.50 / 1.50 |", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_that_spread_less_than_the_predictions_give_a_scale_and_no_error_beside_it()
    {
        var faces = Enumerable.Range(-10, 21).Select(i => Face(new(i, 0.5f * i + 4, 0), new(i, i, 0))).ToList();
        var metrics = PoseMetrics.Of("m", "d", faces, 0);

        Assert.Equal(0.5, metrics.Scale.Pitch, 1e-3);
        Assert.Equal(1, metrics.Scale.Yaw, 1e-3);
        Assert.InRange(metrics.ErrorsWithoutOffset.Pitch, 2.5, 2.8);
        Assert.InRange(metrics.ErrorsWithoutScale.Pitch, 0, 0.01);
    }

    [Fact]
    public void Roll_differences_wrap_around_half_a_turn()
    {
        var face = Face(new(0, 0, 179), new(0, 0, -179));
        Assert.Equal(2, face.Difference.Roll, 1e-2f);
        Assert.Equal(2, face.Geodesic, 1e-2f);
    }

    /// <summary>ETH-XGaze's pair (20, 60) is no Euler angles: those of its rotation are (36, 60), and a roll is not labelled.</summary>
    [Fact]
    public void Faces_that_label_the_heads_axis_are_scored_by_pitch_and_yaw_of_it()
    {
        var label = OfAxis(20, 60);
        Assert.Equal(36.05f, EulerAngles.FromRotation(label.Rotation).Pitch, 0.01f);
        Assert.True(HeadAxis.Labels([label]));
        // About its own axis, which is roll alone.
        var rolled = label.Rotation * Quaternion.CreateFromAxisAngle(Vector3.UnitZ, 0.4f);
        var exact = PoseMetrics.Of("m", "d", [new PoseComparison(label, rolled, OfAxes: true)], 0);
        Assert.InRange(exact.Errors.Mean, 0, 1e-3);
        Assert.InRange(exact.Geodesic.Value, 0, 0.02);

        var metrics = PoseMetrics.Of("m", "d", [new PoseComparison(label, OfAxis(23, 58).Rotation, OfAxes: true)], 0);
        Assert.Equal(3, metrics.Errors.Pitch, 1e-3);
        Assert.Equal(2, metrics.Errors.Yaw, 1e-3);
        Assert.Equal((0, 2.5), (metrics.Errors.Roll, Math.Round(metrics.Errors.Mean, 3)));
    }

    [Fact]
    public void Labels_of_three_angles_are_told_from_those_of_an_axis()
    {
        Assert.False(HeadAxis.Labels([Face(new(30, 20, 0), default).Face, Face(new(60, -10, 0), default).Face]));
        // Both kinds agree where nothing but yaw is labelled; then all three angles count.
        Assert.False(HeadAxis.Labels([Face(new(30, 0, 0), default).Face, Face(new(-60, 0, 0), default).Face]));
        using var normalised = new DatasetReference(Path.Combine(AppContext.BaseDirectory, "Golden"), "eth-xgaze-normalised").Open();
        Assert.True(HeadAxis.Labels(normalised.Faces));
    }

    private static LabelledFace OfAxis(float pitch, float yaw)
    {
        var (theta, phi) = (pitch * MathF.PI / 180, yaw * MathF.PI / 180);
        return new LabelledFace("a.jpg", new FaceBox(0, 0, 9, 9), PoseConventions.FromEthXGaze(theta, phi))
        {
            Angles = PoseConventions.AnglesFromEthXGaze(theta, phi),
        };
    }

    /// <summary>A turn about one axis by θ moves the two others by θ and that one not at all.</summary>
    [Fact]
    public void The_vector_error_of_a_turn_about_one_axis_is_two_thirds_of_it() =>
        Assert.Equal(20, Face(new(0, 0, 0), new(0, 30, 0)).VectorError, 1e-2f);

    /// <summary>The interval of a mean of normal numbers is the mean ± 1.96 σ/√n.</summary>
    [Fact]
    public void The_bootstraps_interval_is_that_of_the_normal_distribution()
    {
        var random = new Random(2);
        var values = Enumerable.Range(0, 400)
            .Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())).ToArray();
        var mean = values.Average();
        var half = 1.96 * Math.Sqrt(values.Average(value => (value - mean) * (value - mean)) / values.Length);

        var estimate = Bootstrap.MeanOf(values);

        Assert.Equal(mean, estimate.Value, 1e-9);
        Assert.Equal(mean - half, estimate.Low, 0.02);
        Assert.Equal(mean + half, estimate.High, 0.02);
    }

    [Fact]
    public void No_pose_at_all_is_an_error() => Assert.Throws<UserErrorException>(() => PoseMetrics.Of("m", "d", [], 3));

    private static PoseComparison Face(EulerAngles truth, EulerAngles predicted) =>
        new(new LabelledFace("x.jpg", default, truth.ToRotation()), predicted.ToRotation());
}
