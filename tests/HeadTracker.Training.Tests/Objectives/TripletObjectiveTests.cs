using HeadTracker.Training.Objectives;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Objectives;

public sealed class TripletObjectiveTests
{
    [Fact]
    public void A_hand_case()
    {
        using var scope = NewDisposeScope();
        // Distances of first views (rows) to second ones: 0, 0.4, 1; 1, 0.2, 0; 1, 1.8, 2.
        var first = tensor(new float[] { 2, 0, 0, 3, -0.0f, -1 }).view(3, 2);
        var second = tensor(new float[] { 1, 0, 0.6f, 0.8f, 0, 5 }).view(3, 2);
        // 0.5 + own - other, where positive: row 0: 0.1, 0; row 1: 0, 0.7; row 2: 1.5, 0.7.
        Assert.Equal((0.1f + 0.7f + 1.5f + 0.7f) / 6, TripletObjective.Of(first, second).item<float>(), 1e-5f);
    }

    [Fact]
    public void Views_that_agree_and_are_unlike_all_others_cost_nothing_and_one_image_is_too_few()
    {
        using var scope = NewDisposeScope();
        var apart = eye(4);
        Assert.Equal(0, TripletObjective.Of(apart, 3 * apart).item<float>());
        Assert.Equal(TripletObjective.Margin, TripletObjective.Of(ones(4, 2), ones(4, 2)).item<float>(), 1e-6f);
        Assert.Throws<ArgumentOutOfRangeException>(() => TripletObjective.Of(apart.narrow(0, 0, 1), apart.narrow(0, 0, 1)));
    }
}
