using HeadTracker.Training.Evaluation.Dense;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Evaluation.Dense;

public sealed class LandmarkErrorsTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    /// <summary>
    /// Boxes of 4 × 9 and of 8 × 2, roots 6 and 4. The first face's three points are off by (3, 4), nothing and (0, 1): 5, 0 and 1 px. Of the second's, two
    /// are known, off by (2, 0) each, and the third would stretch the box. The third face has one point, and a distance of no box; the fourth none.
    /// </summary>
    [Fact]
    public void Distances_are_measured_by_the_box_of_the_true_landmarks()
    {
        var truth = tensor(new float[,,]
        {
            { { 0, 0 }, { 4, 9 }, { 2, 2 } },
            { { 1, 1 }, { 9, 3 }, { 90, 90 } },
            { { 5, 5 }, { float.NaN, 0 }, { 0, 0 } },
            { { 0, 0 }, { 0, 0 }, { 0, 0 } },
        });
        var moves = tensor(new float[,,]
        {
            { { 3, 4 }, { 0, 0 }, { 0, -1 } },
            { { 2, 0 }, { -2, 0 }, { 50, 50 } },
            { { 6, 0 }, { 1, 1 }, { 1, 1 } },
            { { 1, 1 }, { 1, 1 }, { 1, 1 } },
        });
        var known = tensor(new[,] { { true, true, true }, { true, true, false }, { true, false, false }, { false, false, false } });

        var whole = new LandmarkErrors();
        Assert.True(double.IsNaN(whole.MeanAbsolute) && double.IsNaN(whole.Nme));
        whole.Add(truth + moves, truth, known);
        Assert.Equal((2 / 6.0 + 2 / 4.0) / 2, whole.Nme, 6);
        Assert.Equal((3 + 4 + 1 + 2 + 2 + 6) / 12.0, whole.MeanAbsolute, 6);

        var parts = new LandmarkErrors();
        parts.Add((truth + moves)[..1], truth[..1], known[..1]);
        parts.Add((truth + moves)[1..], truth[1..], known[1..]);
        Assert.Equal((whole.Nme, whole.MeanAbsolute), (parts.Nme, parts.MeanAbsolute));
    }
}
