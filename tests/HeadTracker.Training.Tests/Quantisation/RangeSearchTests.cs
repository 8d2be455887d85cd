using HeadTracker.Training.Quantisation;

namespace HeadTracker.Training.Tests.Quantisation;

public class RangeSearchTests
{
    private static readonly string[] Tensors = ["a", "b", "c"];

    /// <summary>b is best narrower than any rule has it, c is not to change.</summary>
    [Fact]
    public void Every_tensor_gets_the_range_that_costs_least()
    {
        var (start, other) = (Scales(1, 1, 1), Scales(3, 2, 0.1f));
        var found = RangeSearch.From(start, [start, other], ["a", "b"], scales => Distance(scales, [3, 0.49f, 0.1f]));

        Assert.Equal([3, 0.49f, 1], Tensors.Select(tensor => found[tensor].Scale), (a, b) => MathF.Abs(a - b) < 1e-6f);
        Assert.Equal(Scales(1, 1, 1), start);
    }

    /// <summary>Alone neither tensor may change; what one gives the other answers.</summary>
    [Fact]
    public void Rounds_go_on_while_they_bring_something_and_nothing_gets_worse()
    {
        var costs = new List<float>();
        var rounds = 0;
        float Cost(IReadOnlyDictionary<string, ActivationScale> scales)
        {
            costs.Add(MathF.Abs(scales["a"].Scale - 2 * scales["b"].Scale) + 0.1f * MathF.Abs(scales["b"].Scale - 4));
            return costs[^1];
        }

        var start = Scales(1, 1, 1);
        var found = RangeSearch.From(start, [start, Scales(4, 2, 1), Scales(8, 4, 1)], Tensors, Cost, _ => rounds++);

        Assert.InRange(rounds, 2, 4);
        Assert.True(Cost(found) <= costs[0]);
        Assert.Equal(costs.Min(), Cost(found));
    }

    [Fact]
    public void Where_nothing_is_better_one_round_is_all()
    {
        var (start, rounds) = (Scales(1, 2, 3), 0);
        Assert.Equal(start, RangeSearch.From(start, [start, Scales(5, 5, 5)], Tensors, scales => Distance(scales, [1, 2, 3]), _ => rounds++));
        Assert.Equal(1, rounds);
    }

    private static float Distance(IReadOnlyDictionary<string, ActivationScale> scales, float[] wanted) =>
        Tensors.Select((tensor, i) => MathF.Abs(scales[tensor].Scale - wanted[i])).Sum();

    private static Dictionary<string, ActivationScale> Scales(float a, float b, float c) =>
        new() { ["a"] = new(a, 0), ["b"] = new(b, 10), ["c"] = new(c, 0) };
}
