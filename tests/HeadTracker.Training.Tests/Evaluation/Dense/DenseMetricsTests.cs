using HeadTracker.Training.Evaluation.Dense;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Evaluation.Dense;

/// <summary>Each metric on a case computed by hand; what a mask leaves out has values that would show.</summary>
public sealed class DenseMetricsTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    /// <summary>
    /// Labels 0 0 1 ?, 1 1 ? 0 against 0 1 1 2, 1 0 2 0: class 0 has 2 in common of 4, class 1 has 2 of 4; class 2 is said where nothing is known.
    /// </summary>
    [Fact]
    public void Confusion_counts_over_the_set_and_leaves_out_what_is_not_known()
    {
        var matrix = new ConfusionMatrix(3);
        Assert.True(double.IsNaN(matrix.MeanIou) && double.IsNaN(matrix.PixelAccuracy));
        matrix.Add(Classes(0, 1, 1, 2), Classes(0, 0, 1, -1));
        // 0: 1 of 2. 1: 1 of 2.
        Assert.Equal(0.5, matrix.MeanIou, 12);
        matrix.Add(Classes(1, 0, 2, 0), Classes(1, 1, -1, 0));
        Assert.Equal(2 / 4.0, matrix.IouOf(0), 12);
        Assert.Equal(2 / 4.0, matrix.IouOf(1), 12);
        Assert.True(double.IsNaN(matrix.IouOf(2)));
        Assert.Equal(4 / 6.0, matrix.PixelAccuracy, 12);

        // Class 2 said once where it is not: 0 of 1, and class 0 has 2 of 5.
        matrix.Add(Classes(2, 2, 2, 2), Classes(0, -1, -1, -1));
        Assert.Equal((0.4 + 0.5 + 0) / 3, matrix.MeanIou, 12);
        Assert.Throws<ArgumentException>(() => matrix.Add(Classes(3, 0, 0, 0), Classes(0, 0, 0, 0)));

        static Tensor Classes(params long[] values) => tensor(values, [1, 2, 2]);
    }

    /// <summary>Errors of 1, -2 and 2: squares of 9 in sum.</summary>
    [Fact]
    public void Depth_is_measured_over_pixels()
    {
        var errors = new MapErrors();
        Assert.True(double.IsNaN(errors.Rmse) && double.IsNaN(errors.MeanAbsolute));
        errors.Add(Map(1, 2, 3, 4), Map(0, 4, float.NaN, 9), Mask(true, true, false, false));
        Assert.Equal(Math.Sqrt(5 / 2.0), errors.Rmse, 6);
        errors.Add(Map(1, 2, 3, 4), Map(0, 4, 1, 9), Mask(false, false, true, false));
        Assert.Equal(Math.Sqrt(9 / 3.0), errors.Rmse, 6);
        Assert.Equal(5 / 3.0, errors.MeanAbsolute, 6);
    }

    /// <summary>1.01, 1.3, 0.96 and a negative depth, of 1, 1, 1 and 1.</summary>
    [Fact]
    public void Depth_ratios_are_powers_of_both_factors()
    {
        var ratios = new DepthRatios();
        Assert.True(double.IsNaN(ratios.Relative) && double.IsNaN(ratios.Within(1.25, 1)));
        ratios.Add(Map(1.01f, 1.3f, 9, 9), Map(1, 1, 1, 0), Mask(true, true, false, false));
        ratios.Add(Map(0.96f, -1, 9, 9), Map(1, 1, 1, 0), Mask(true, true, false, false));
        Assert.Equal((0.01 + 0.3 + 0.04 + 2) / 4, ratios.Relative, 6);
        Assert.Equal([0.5, 0.75, 0.75], Enumerable.Range(1, 3).Select(power => ratios.Within(DepthRatios.SceneFactor, power)));
        // 1/0.96 = 1.0417 lies above 1.02² = 1.0404 and below 1.02³.
        Assert.Equal([0.25, 0.25, 0.5], Enumerable.Range(1, 3).Select(power => ratios.Within(DepthRatios.HeadFactor, power)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ratios.Within(1.1, 1));
    }

    /// <summary>Angles of 0, 20, 90 (of no direction) and 45 degrees.</summary>
    [Fact]
    public void Normals_are_compared_by_their_directions()
    {
        var errors = new NormalErrors();
        Assert.True(double.IsNaN(errors.MeanAngle) && double.IsNaN(errors.Within(30)));
        errors.Add(Cells([0, 0, 5], [MathF.Sin(MathF.PI / 9), 0, MathF.Cos(MathF.PI / 9)]), Cells([0, 0, 1], [0, 0, 2]), Both(true));
        Assert.Equal(10, errors.MeanAngle, 4);
        errors.Add(Cells([0, 0, 0], [0, 3, 3]), Cells([1, 0, 0], [0, 1, 0]), Both(true));
        errors.Add(Cells([0, 0, 0], [0, 3, 3]), Cells([0, 0, 0], [float.NaN, 1, 0]), Both(false));
        Assert.Equal((0 + 20 + 90 + 45) / 4.0, errors.MeanAngle, 4);
        Assert.Equal([0.25, 0.5, 0.5], new[] { 11.25, 22.5, 30 }.Select(errors.Within));
        Assert.Throws<ArgumentOutOfRangeException>(() => errors.Within(45));

        // Two cells beside each other, (1, 3, 1, 2).
        static Tensor Cells(float[] first, float[] second) => stack([tensor(first), tensor(second)], 1).view(1, 3, 1, 2);

        static Tensor Both(bool known) => full(1, 1, 1, 2, known, dtype: ScalarType.Bool);
    }

    /// <summary>Offsets wrong by (1, -3) in one cell and by (0, 2) in another.</summary>
    [Fact]
    public void Offsets_are_measured_by_coordinate()
    {
        var errors = new MapErrors();
        Assert.True(double.IsNaN(errors.MeanAbsolute));
        var predicted = tensor(new float[] { 1, 0, 7, 0, /* y */ -3, 2, 7, 0 }, [1, 2, 2, 2]);
        errors.Add(predicted, zeros_like(predicted), Mask(true, false, false, false));
        Assert.Equal(2, errors.MeanAbsolute, 12);
        errors.Add(predicted, zeros_like(predicted), Mask(false, true, false, false));
        Assert.Equal((1 + 3 + 0 + 2) / 4.0, errors.MeanAbsolute, 12);
    }

    /// <summary>
    /// Two images, of the first of which three pixels are known. With a foreground of one pixel, 0.62 there, 0.42 and 0.1 beside it: 1 of 2 to 0.4, then 1 of 1
    /// to 0.6, then nothing. The second has no foreground, and 0.52 somewhere: 0 to 0.5, then 1. So the best is 1, from 0.55 on.
    /// </summary>
    [Fact]
    public void Saliency_is_averaged_over_images_at_the_best_threshold()
    {
        var score = new SaliencyScore();
        Assert.True(double.IsNaN(score.MeanIou));
        score.Add(Map(0.62f, 0.42f, 0.1f, 0.99f), Map(1, 0, 0, 0), Mask(true, true, true, false));
        score.Add(Map(0.52f, 0, 0, 0), Map(0, 0, 0, 0), Mask(true, true, true, true));
        score.Add(Map(1, 1, 1, 1), Map(0, 0, 0, 0), Mask(false, false, false, false));
        Assert.Equal(1, score.MeanIou, 12);

        // Foreground of two pixels, 0.3 and 0.8: 1 to 0.25, ½ from 0.3 to 0.75. Sums by threshold: 0.2: ½ + 0 + 1; 0.55: 1 + 1 + ½.
        score.Add(Map(0.3f, 0.8f, 0, 0), Map(1, 1, 0, 0), Mask(true, true, true, true));
        Assert.Equal(2.5 / 3, score.MeanIou, 12);
    }

    /// <summary>A yes of 1 in 4 samples that is never said: 3 of 4 are right, but of the yeses none.</summary>
    [Fact]
    public void A_rare_attribute_is_not_won_by_saying_no()
    {
        var scores = new AttributeScores(3);
        Assert.True(double.IsNaN(scores.Accuracy) && double.IsNaN(scores.BalancedAccuracy));
        // The second is known of two samples, one of them right, and no sample lacks it; the third of none.
        scores.Add(Bools(false, true, true, false, false, true), Numbers(1, 1, 0, 0, 1, 0), Bools(true, true, false, true, true, false));
        scores.Add(Bools(false, true, true, false, false, true), Numbers(0, 0, 0, 0, 0, 0), Bools(true, false, false, true, false, false));
        Assert.Equal([0.75, 0.5, double.NaN], Enumerable.Range(0, 3).Select(scores.AccuracyOf));
        Assert.Equal(0.625, scores.Accuracy, 12);
        Assert.Equal([0.5, double.NaN, double.NaN], Enumerable.Range(0, 3).Select(scores.BalancedAccuracyOf));
        Assert.Equal(0.5, scores.BalancedAccuracy, 12);

        static Tensor Bools(params bool[] values) => tensor(values, [2, 3]);
        static Tensor Numbers(params float[] values) => tensor(values, [2, 3]);
    }

    [Fact]
    public void The_true_scene_is_among_the_likeliest()
    {
        var rate = new TopHitRate(2);
        Assert.True(double.IsNaN(rate.Rate));
        var scores = tensor(new float[,] { { 3, 1, 2, 0 }, { 3, 1, 2, 0 }, { 3, 1, 2, 0 } });
        rate.Add(scores, tensor(new long[] { 2, 1, -1 }));
        Assert.Equal(0.5, rate.Rate, 12);
        rate.Add(scores, tensor(new long[] { 0, -1, -1 }));
        Assert.Equal(2 / 3.0, rate.Rate, 12);

        var all = new TopHitRate();
        all.Add(scores, tensor(new long[] { 2, 1, -1 }));
        Assert.Equal(1, all.Rate);
    }

    private static Tensor Map(params float[] values) => tensor(values, [1, 1, 2, 2]);

    private static Tensor Mask(params bool[] values) => tensor(values, [1, 1, 2, 2]);
}
