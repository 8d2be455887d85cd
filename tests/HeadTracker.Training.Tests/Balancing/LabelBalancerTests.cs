using HeadTracker.Training.Balancing;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Balancing;

public sealed class LabelBalancerTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_loss_that_stays_makes_its_parameter_the_logarithm_of_c_times_it()
    {
        var tasks = new BalancedTask[] { new("classes", LossKind.CrossEntropy), new("squares", LossKind.SquaredError) };
        using var balancer = new InstanceOptions { LearningRate = 0.1 }.Create(new("test", tasks, CPU) { Labels = Rows(2) });
        var first = balancer.Combine(Losses.PerSample(new float[,] { { 3, 3 } }, 1)).item<float>();
        Assert.Equal(3 + 1.5, first, 5);
        for (var step = 0; step < 400; step++) balancer.Combine(Losses.PerSample(new float[,] { { 3, 3 } }, 1));
        AssertNear([0, 0, Math.Log(3), Math.Log(1.5)], balancer.Values("instance"));
        Assert.Equal(2 + Math.Log(3) + Math.Log(1.5), balancer.Combine(Losses.PerSample(new float[,] { { 3, 3 } }, 1)).item<float>(), 4);
    }

    /// <summary>A step by hand: s ← -2 · ((1 - l)/B), and its momentum goes on only while the row is there.</summary>
    [Fact]
    public void Rows_outside_of_a_batch_keep_value_and_momentum()
    {
        using var balancer = new InstanceOptions { LearningRate = 0.5 }.Create(new("test", [new("a", LossKind.Compound)], CPU) { Labels = Rows(4) });
        balancer.Combine(Losses.PerSample(new float[,] { { 3 }, { 1 } }, 0, 2));
        AssertNear([0.5, 0, 0, 0], balancer.Values("instance"));
        AssertNear([-1, 0, 0, 0], balancer.Values("instanceMomentum"));

        balancer.Combine(Losses.PerSample(new float[,] { { 2 }, { 2 } }, 1, 3));
        AssertNear([0.5, 0.25, 0, 0.25], balancer.Values("instance"));
        AssertNear([-1, -0.5, 0, -0.5], balancer.Values("instanceMomentum"));

        var gradient = (1 - Math.Exp(-0.5) * 3) / 2;
        balancer.Combine(Losses.PerSample(new float[,] { { 3 }, { 1 } }, 0, 2));
        AssertNear([0.5 - 0.5 * (-0.9 + gradient), 0.25, 0, 0.25], balancer.Values("instance"));
    }

    [Fact]
    public void Parameters_stay_within_their_bounds_and_weigh_the_loss()
    {
        using var balancer = new InstanceOptions { LearningRate = 100 }.Create(new("test", [new("a", LossKind.Compound)], CPU) { Labels = Rows(2) });
        balancer.Combine(Losses.PerSample(new float[,] { { 50 }, { 0.001f } }, 0, 1));
        Assert.Equal([4, -4], balancer.Values("instance"));
        var losses = Losses.PerSample(new float[,] { { 50 }, { 0.001f } }, 0, 1);
        balancer.Combine(losses).backward();
        var weights = losses.PerSample!.grad!.data<float>().ToArray();
        Assert.Equal(Math.Exp(-4) / 2, weights[0], 5);
        Assert.Equal(Math.Exp(4) / 2, weights[1], 3);
    }

    /// <summary>A set that stands twice in the data, and a sample that is twice in one batch.</summary>
    [Fact]
    public void Rows_of_one_label_share_its_parameter()
    {
        var labels = new LabelRows([0, 1, 0, 1], [0, 0], ["photos"], 1);
        using var balancer = new InstanceOptions { LearningRate = 1, Momentum = 0 }.Create(new("test", [new("a", LossKind.Compound)], CPU) { Labels = labels });
        balancer.Combine(Losses.PerSample(new float[,] { { 3 }, { 2 } }, 0, 2));
        AssertNear([1.5, 0], balancer.Values("instance"));
    }

    /// <summary>One source and one task: the mean loss's logarithm, as of a task's uncertainty with these constants.</summary>
    [Fact]
    public void One_source_is_uncertainty_and_instances_come_on_top()
    {
        using var balancer = new SourceOptions().Create(new("test", [new("a", LossKind.Compound)], CPU) { Labels = Rows(2) });
        for (var step = 0; step < 400; step++) balancer.Combine(Losses.PerSample(new float[,] { { 2 }, { 8 } }, 0, 1));
        AssertNear([Math.Log(5)], balancer.Values("source"));
        Assert.DoesNotContain("instance", balancer.state_dict().Keys);

        using var both = new InstanceOptions { LearningRate = 0.1, SourceLearningRate = 0.1 }
            .Create(new("test", [new("a", LossKind.Compound)], CPU) { Labels = Rows(2) });
        for (var step = 0; step < 2000; step++) both.Combine(Losses.PerSample(new float[,] { { 2 }, { 8 } }, 0, 1));
        var (source, own) = (both.Values("source")[0], both.Values("instance"));
        AssertNear([Math.Log(2), Math.Log(8)], [source + own[0], source + own[1]]);
        Assert.True(Math.Abs(source) > 0.5, $"{source}");
    }

    [Fact]
    public void Labels_of_more_worth_count_as_so_many()
    {
        using var balancer = new SourceOptions().Create(new("test", [new("a", LossKind.Compound)], CPU) { Labels = Rows(2) });
        for (var step = 0; step < 400; step++)
        {
            var losses = TaskLosses.Of(tensor(new float[,] { { 2 }, { 8 } }), tensor(new float[] { 3, 1 }), Losses.Of(1).Shared);
            balancer.Combine(losses with { Rows = new long[] { 0, 1 } });
        }

        AssertNear([Math.Log((3 * 2 + 8) / 4.0)], balancer.Values("source"));
    }

    /// <summary>LAB.md's toy: three classes of 100 points, 40 % of the labels wrong, a linear model; plain training is right on 66 to 98 % of them.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Wrong_labels_of_three_gaussian_classes_are_found(int seed)
    {
        const int Count = 300, Batch = 32, Epochs = 40, Corrupt = 120;
        manual_seed(seed);
        var truth = arange(Count).remainder(3);
        var points = randn(Count, 2) * 0.5 + tensor(new float[,] { { 0, 2 }, { 2, -1 }, { -2, -1 } }).index_select(0, truth);
        var wrong = randperm(Count).narrow(0, 0, Corrupt);
        var labels = truth.clone();
        labels.index_copy_(0, wrong, (truth.index_select(0, wrong) + randint(1, 3, Corrupt)).remainder(3));

        using var model = nn.Linear(2, 3);
        using var balancer = new InstanceOptions { LearningRate = 2 }.Create(new("toy", [new("class", LossKind.CrossEntropy)], CPU) { Labels = Rows(Count) });
        using var sgd = optim.SGD(model.parameters(), 0.1);
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            var order = randperm(Count);
            for (var start = 0; start < Count; start += Batch)
            {
                using var scope = NewDisposeScope();
                var rows = order.narrow(0, start, Math.Min(Batch, Count - start));
                var logits = model.call(points.index_select(0, rows));
                var perSample = nn.functional.cross_entropy(logits, labels.index_select(0, rows), reduction: nn.Reduction.None);
                var losses = TaskLosses.Of(perSample.unsqueeze(1), null, new(model.weight!, points)) with { Rows = rows.data<long>().ToArray() };
                sgd.zero_grad();
                balancer.Combine(losses).backward();
                sgd.step();
            }
        }

        var corrupt = wrong.data<long>().Select(row => (int)row).ToHashSet();
        var ranking = SuspectRanking.Of(balancer.Values(LabelBalancer.InstanceBuffer), balancer.Values(LabelBalancer.MomentaBuffer), tasks: 1);
        var detection = SuspectRanking.Detection(ranking, corrupt);
        var accuracy = model.call(points).argmax(1).eq(truth).to(ScalarType.Float32).mean().item<float>();
        Assert.True(detection >= 0.95 && accuracy >= 0.95, $"detection {detection}, accuracy {accuracy}");
    }

    [Fact]
    public void Detection_is_the_share_of_the_corrupt_among_as_many_of_the_most_suspect()
    {
        // Sums of two tasks: 3, 7, -1, 3; the last one would still rise.
        var ranking = SuspectRanking.Of([1, 2, 3, 4, 0, -1, 2, 1], [0, 0, 0, 0, 0, 0, -1, 0.5f], tasks: 2);
        Assert.Equal([1, 3, 0, 2], ranking);
        Assert.Equal(0.5, SuspectRanking.Detection(ranking, new HashSet<int> { 0, 1 }));
        Assert.Equal(1, SuspectRanking.Detection(ranking, new HashSet<int> { 0, 1, 3 }));
    }

    private static LabelRows Rows(int count) => new([.. Enumerable.Range(0, count)], new int[count], ["all"], 1);

    private static void AssertNear(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 3);
    }
}
