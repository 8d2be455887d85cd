using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Balancing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Balancing;

/// <summary>Each rule against a case computed by hand.</summary>
public sealed class BalancerTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Fixed_weights_are_the_sums_factors()
    {
        using var balancer = new FixedOptions { Weights = new Dictionary<string, double> { ["task1"] = 3 } }.Create(Losses.Plan(2));
        Assert.Equal(2 + 3 * 5, balancer.Combine(Losses.Of(2, 5)).item<float>());
        using var equal = new Heuristic1Options().Create(Losses.Plan(2));
        Assert.Equal(7, equal.Combine(Losses.Of(2, 5)).item<float>());
    }

    [Fact]
    public void Each_task_is_averaged_over_the_labels_that_are_known_of_it()
    {
        // Two samples worth 1 and 3. Of the first task both labels are known: (2 + 3 · 6) / 4; of the second one: 8; of the third none.
        var perSample = tensor(new[] { 2f, 0, 0, 6, 8, 0 }, [2, 3], requires_grad: true);
        var known = tensor(new[] { true, false, false, true, true, false }, [2, 3]);
        var losses = TaskLosses.Of(perSample, tensor(new[] { 1f, 3 }), new SharedLayer(new Parameter(zeros(1)), zeros(1)), known);
        Assert.Equal([5, 8, 0], losses.Means.data<float>().ToArray());
        losses.Means.sum().backward();
        Assert.Equal([0.25f, 0, 0, 0.75f, 1, 0], perSample.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Uncertainty_of_losses_that_stay_becomes_their_logarithm()
    {
        using var balancer = new UncertaintyBalancer(Losses.Plan(2));
        using var adam = optim.SGD(balancer.parameters(), 0.5);
        Assert.Equal(0.5 * (3 + 0.2), balancer.Combine(Losses.Of(3, 0.2f)).item<float>(), 5);
        for (var step = 0; step < 200; step++)
        {
            adam.zero_grad();
            balancer.Combine(Losses.Of(3, 0.2f)).backward();
            adam.step();
        }

        Assert.Equal(Math.Log(3), balancer.Values("logVariance")[0], 4);
        Assert.Equal(Math.Log(0.2), balancer.Values("logVariance")[1], 4);
        Assert.Equal(0.5 * (2 + Math.Log(3) + Math.Log(0.2)), balancer.Combine(Losses.Of(3, 0.2f)).item<float>(), 4);
    }

    [Fact]
    public void GradNorm_evens_out_gradients_of_1_and_100()
    {
        using var shared = new Parameter(zeros(1));
        using var balancer = new GradNormBalancer(Losses.Plan(2), alpha: 1, learningRate: 0.025);
        for (var step = 0; step < 20; step++) Assert.Equal(4, Step(), 4);
        Assert.Equal([0, 0], balancer.Values("logWeights"));
        for (var step = 0; step < 300; step++) Step();

        var weights = balancer.Values("logWeights").Select(log => Math.Exp(log)).ToArray();
        Assert.Equal(200 / 101.0, weights[0], 3);
        Assert.Equal(2 / 101.0, weights[1], 4);
        Assert.Equal(3 * weights[0] + weights[1], Step(), 3);

        float Step() => balancer.Combine(Losses.With(shared, [[1], [100]], [3, 1])).item<float>();
    }

    /// <summary>Two tasks with equal gradients, the first of which has halved its loss: r = 2/3 and 4/3.</summary>
    [Fact]
    public void GradNorm_gives_more_to_who_learns_slower()
    {
        using var shared = new Parameter(zeros(2));
        using var balancer = new GradNormBalancer(Losses.Plan(2), alpha: 1, learningRate: 0.025);
        for (var step = 0; step < 20; step++) balancer.Combine(Losses.With(shared, [[1, 0], [0, 1]], [2, 2]));
        for (var step = 0; step < 300; step++) balancer.Combine(Losses.With(shared, [[1, 0], [0, 1]], [1, 2]));
        Assert.Equal(2 / 3.0, Math.Exp(balancer.Values("logWeights")[0]), 3);
        Assert.Equal(4 / 3.0, Math.Exp(balancer.Values("logWeights")[1]), 3);
    }

    [Fact]
    public void Dwa_weighs_by_the_last_two_epochs()
    {
        using var balancer = new DwaBalancer(Losses.Plan(2), temperature: 2, [1, 1]);
        // Means of two steps each: 1 and 1, then 0.9 and 0.5.
        foreach (var (first, second) in new[] { (0.8f, 1.2f), (1.2f, 0.8f) }) Assert.Equal(2, balancer.Combine(Losses.Of(first, second)).item<float>(), 5);
        balancer.EndEpoch();
        foreach (var loss in new[] { 0.4f, 0.6f }) balancer.Combine(Losses.Of(0.9f, loss));
        Assert.Equal([1, 1], balancer.Values("weights"));
        balancer.EndEpoch();
        Assert.Equal(1.0997, balancer.Values("weights")[0], 4);
        Assert.Equal(0.9003, balancer.Values("weights")[1], 4);
        Assert.Equal(1.0997 * 3 + 0.9003, balancer.Combine(Losses.Of(3, 1)).item<float>(), 3);
    }

    [Fact]
    public void Dtp_weighs_by_right_answers()
    {
        using var balancer = new DtpBalancer(Losses.Plan(2), gamma: 2, threshold: 5, [1, 1]);
        var losses = Losses.Of(1, 0) with { Hits = threshold => threshold == 5 ? tensor(new[] { 0.5f, 0.9f }) : throw new InvalidOperationException() };
        Assert.Equal(0.25 * Math.Log(2), balancer.Combine(losses).item<float>(), 5);
        Assert.Equal(0.1733, balancer.Combine(losses).item<float>(), 4);
        // All wrong from now on: the running mean goes down, and never to 0, where the weight would be infinite.
        losses = losses with { Hits = _ => zeros(2) };
        balancer.Combine(losses);
        Assert.Equal(0.495, balancer.Values("share")[0], 5);
        for (var step = 0; step < 1000; step++) balancer.Combine(losses);
        Assert.Equal(-0.99 * 0.99 * Math.Log(0.01), balancer.Combine(losses).item<float>(), 3);
    }

    [Theory]
    [InlineData(new float[] { 1, 0 }, new float[] { 0, 1 }, 0.5f)]
    [InlineData(new float[] { 1, 0 }, new float[] { 2, 0 }, 1f)]
    [InlineData(new float[] { 1, 0 }, new float[] { -3, 0 }, 0.75f)]
    public void Mgda_of_two_tasks_is_the_shortest_mixture(float[] first, float[] second, float expected)
    {
        using var shared = new Parameter(zeros(2));
        using var balancer = new MgdaBalancer(Losses.Plan(2), GradientScale.None);
        Assert.Equal(10 * expected + (1 - expected), balancer.Combine(Losses.With(shared, [first, second], [10, 1])).item<float>(), 4);
    }

    /// <summary>Unlike gradients of lengths 1 and 3 count alike once they are scaled: w is 3/4 and 1/4, and their sum leans to neither.</summary>
    [Fact]
    public void Mgda_scaled_by_length_does_not_follow_the_smallest_gradient()
    {
        using var shared = new Parameter(zeros(2));
        using var balancer = new MgdaBalancer(Losses.Plan(2), GradientScale.Length);
        balancer.Combine(Losses.With(shared, [[1, 0], [0, 3]], [1, 1])).backward();
        Assert.Equal(0.75, shared.grad![0].item<float>(), 4);
        Assert.Equal(0.75, shared.grad[1].item<float>(), 4);
    }

    [Fact]
    public void No_task_loses_by_the_direction_of_mgda()
    {
        var random = new Random(3);
        for (var round = 0; round < 50; round++)
        {
            var count = random.Next(2, 7);
            var gradients = Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 5).Select(_ => random.NextDouble() * 2 - 0.7).ToArray()).ToArray();
            var gram = gradients.SelectMany(a => gradients.Select(b => a.Zip(b, (x, y) => x * y).Sum())).ToArray();
            var weights = MinimumNorm.Of(gram, count);
            Assert.Equal(1, weights.Sum(), 9);
            Assert.All(weights, weight => Assert.True(weight >= 0));
            var direction = Enumerable.Range(0, 5).Select(i => weights.Zip(gradients, (weight, gradient) => weight * gradient[i]).Sum()).ToArray();
            var square = direction.Sum(x => x * x);
            Assert.All(gradients, gradient => Assert.True(gradient.Zip(direction, (x, y) => x * y).Sum() >= square - 1e-8));
        }
    }

    [Fact]
    public void Gls_is_the_geometric_mean_and_knows_no_units()
    {
        using var shared = new Parameter(zeros(2));
        using var balancer = new GlsBalancer(Losses.Plan(3));
        Assert.Equal(1.5874, balancer.Combine(Losses.Of(0.5f, 2, 4)).item<float>(), 4);
        Assert.True(float.IsFinite(balancer.Combine(Losses.Of(0, 2, 4)).item<float>()));

        using var two = new GlsBalancer(Losses.Plan(2));
        var plain = Direction([[1, 2], [3, -1]], [2, 5]);
        var scaled = Direction([[1, 2], [300, -100]], [2, 500]);
        Assert.Equal(plain[0] / plain[1], scaled[0] / scaled[1], 3);

        float[] Direction(float[][] gradients, float[] values)
        {
            shared.grad = null;
            two.Combine(Losses.With(shared, gradients, values)).backward();
            return shared.grad!.data<float>().ToArray();
        }
    }

    [Fact]
    public void Sign_dropout_keeps_one_sign_of_each_element_as_often_as_it_is_pure()
    {
        using var shared = new Parameter(zeros(3));
        using var balancer = new SignDropoutBalancer(Losses.Plan(2));
        var positive = 0;
        for (var step = 0; step < 400; step++)
        {
            shared.grad = null;
            var loss = balancer.Combine(Losses.With(shared, [[1, -2, 3], [2, -1, -1]], [4, 5], new SeededRandom(1, step)));
            Assert.Equal(9, loss.item<float>(), 4);
            loss.backward();
            var kept = shared.grad!.data<float>().ToArray();
            Assert.Equal(3, kept[0], 4);
            Assert.Equal(-3, kept[1], 4);
            Assert.True(MathF.Round(kept[2], 3) is 3 or -1, $"{kept[2]}");
            if (kept[2] > 0) positive++;
        }

        // P = ½ (1 + 2/4) = ¾.
        Assert.InRange(positive, 270, 330);
        Assert.Equal([0, 0], SignDropoutBalancer.Kept(zeros(2, 2), zeros(2)).data<float>().ToArray());
    }

    /// <summary>Counts of 16, 1 (of the task left out) and 4: as they are with T = 1, their roots with T = 2.</summary>
    [Theory]
    [InlineData(1, new[] { 16 / 21.0, 1 / 21.0, 4 / 21.0 })]
    [InlineData(2, new[] { 4 / 7.0, 1 / 7.0, 2 / 7.0 })]
    [InlineData(1e-4, new[] { 1.0, 0, 0 })]
    public void Task_sampling_draws_one_task_a_step_as_often_as_it_has_labels(double temperature, double[] expected)
    {
        var counts = new Dictionary<string, double> { ["task0"] = 16, ["task2"] = 4 };
        using var balancer = new TaskSamplingOptions { Temperature = temperature, Counts = counts }.Create(Losses.Plan(3));
        using var shared = new Parameter(zeros(3));
        var drawn = new int[3];
        const int Steps = 4000;
        for (var step = 0; step < Steps; step++)
        {
            shared.grad = null;
            var losses = Losses.With(shared, [[1, 0, 0], [0, 1, 0], [0, 0, 1]], [5, 6, 7], new SeededRandom(1, step));
            var loss = balancer.Combine(losses);
            loss.backward();
            var task = (int)loss.item<float>() - 5;
            drawn[task]++;
            Assert.Equal([.. Enumerable.Range(0, 3).Select(other => other == task ? 1f : 0)], shared.grad!.data<float>().ToArray());
        }

        // Four standard deviations of what luck does.
        Assert.All(drawn.Zip(expected), one => Assert.Equal(one.Second, one.First / (double)Steps, 4 * Math.Sqrt(one.Second * (1 - one.Second) / Steps)));
        Assert.Throws<ArgumentException>(() => balancer.Combine(Losses.Of(1, 2, 3)));
    }

    [Fact]
    public void Heuristic_2_brings_losses_to_one_size()
    {
        using var balancer = new Heuristic2Options { Steps = 4 }.Create(Losses.Plan(2));
        foreach (var loss in new float[] { 80, 120, 90 }) Assert.Equal(loss + 1, balancer.Combine(Losses.Of(loss, 1)).item<float>(), 3);
        Assert.Equal(110 + 100, balancer.Combine(Losses.Of(110, 1)).item<float>(), 3);
        Assert.Equal([1, 100], balancer.Values("weights").Select(weight => MathF.Round(weight, 3)));
        for (var step = 0; step < 9; step++) balancer.Combine(Losses.Of(1, 1));
        balancer.EndEpoch();
        Assert.Equal(1 + 100, balancer.Combine(Losses.Of(1, 1)).item<float>(), 3);
    }

    [Fact]
    public void Heuristic_3_multiplies_by_importance_and_heuristic_1_makes_related_tasks_one()
    {
        var tasks = new BalancedTask[] { new("a", LossKind.CrossEntropy), new("b", LossKind.CrossEntropy), new("c", LossKind.AbsoluteError) };
        using var balancer = new Heuristic3Options { Steps = 1, Importance = new Dictionary<string, double> { ["b"] = 3 } }
            .Create(new BalancerPlan("test", tasks, CPU));
        balancer.Combine(Losses.Of(2, 6, 1));
        Assert.Equal([1, 3, 4], balancer.Values("weights").Select(weight => MathF.Round(weight, 4)));
    }

    [Fact]
    public void Heuristic_4_weighs_anew_and_difficult_tasks_more()
    {
        using var balancer = new Heuristic4Options { Steps = 1, Interval = 2, Difficulty = 2 }.Create(Losses.Plan(2));
        balancer.Combine(Losses.Of(8, 2));
        Assert.Equal([1, 4], balancer.Values("weights"));
        balancer.EndEpoch();
        Assert.Equal([1, 4], balancer.Values("weights"));
        balancer.Combine(Losses.Of(2, 1));
        balancer.EndEpoch();
        // u = (¼)²/2 and (½)²/1: 1 to 8, where their sizes alone say 1 to 2 and the first ones 1 to 4.
        Assert.Equal([1, 8], balancer.Values("weights").Select(weight => MathF.Round(weight, 4)));
    }

    [Fact]
    public void A_loss_that_is_no_number_names_its_task_and_samples()
    {
        using var balancer = new UncertaintyBalancer(Losses.Plan(2));
        var error = Assert.Throws<UserErrorException>(() => balancer.Combine(Losses.Of(1, float.NaN)));
        Assert.StartsWith("Stage 'test': the loss of task 'task1' became NaN or infinite; the last checkpoint", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<UserErrorException>(() =>
            balancer.Combine(Losses.PerSample(new[,] { { 1, 1 }, { float.PositiveInfinity, 1 }, { 1, 1 } }, 7, 42, 9)));
        Assert.Contains("task 'task0' became NaN or infinite in 1 of 3 samples (rows 42);", error.Message, StringComparison.Ordinal);
    }
}
