using HeadTracker.Training.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Objectives;

public sealed class MotionObjectiveTests
{
    [Fact]
    public void A_larger_cell_does_what_most_of_its_known_cells_do()
    {
        using var scope = NewDisposeScope();
        var motion = tensor(new long[] { 1, 1, 0, 0, 0, 1, 1, -1, -1, -1, 0, 1, -1, -1, -1, 1 }).view(1, 4, 4);
        Assert.Equal([1, 0, -1, 1], MotionObjective.Coarse(motion, 2).data<long>().ToArray());
    }

    [Fact]
    public void Cells_that_nothing_is_known_of_cost_nothing()
    {
        using var scope = NewDisposeScope();
        var logits = zeros(1, 2, 2, 2);
        logits[0, 1, 0, 0] = 2;
        logits[0, 1, 1, 1] = 100;
        var motion = tensor(new long[] { 1, 0, -1, -1 }).view(1, 2, 2);
        var expected = (MathF.Log(1 + MathF.Exp(-2)) + MathF.Log(2)) / 2;
        Assert.Equal(expected, MotionObjective.Of(logits, motion).item<float>(), 1e-5f);
    }
}
