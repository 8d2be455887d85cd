using HeadTracker.Training.Distributed;
using HeadTracker.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Distributed;

/// <summary>Parts of a batch, put through layers in several places, give what the whole batch gives in one.</summary>
public class SharedBatchTests
{
    /// <summary>Values, all three gradients and what is kept for evaluation; parts of different sizes, values far from 0, three processes.</summary>
    [Theory]
    [InlineData(ScalarType.Float32, 7, 1e-4)]
    [InlineData(ScalarType.BFloat16, 8, 3e-2)]
    public void Synchronised_batch_norm_is_that_of_the_whole_batch_and_so_are_its_gradients(ScalarType type, int batch, double tolerance)
    {
        var (input, seen) = (Values(batch, offset: 30), Values(batch, offset: 0));
        var whole = Norm(input, seen, type, new BatchShare(ProcessGroup.Alone, batch), synchronised: false);
        var parts = ThreadGroup.Run(3, group => Norm(input, seen, type, new BatchShare(group, batch), synchronised: true));

        Same(whole.Output, parts.SelectMany(part => part.Output));
        Same(whole.OfInput, parts.SelectMany(part => part.OfInput));
        Same(whole.OfParameters, Enumerable.Range(0, 4).Select(i => parts.Sum(part => part.OfParameters[i])));
        foreach (var part in parts) Same(whole.Kept, part.Kept);

        void Same(IEnumerable<float> expected, IEnumerable<float> actual) => Assert.All(expected.Zip(actual), pair =>
            Assert.True(Math.Abs(pair.First - pair.Second) <= tolerance * Math.Max(1, Math.Abs(pair.First)), $"{pair.First} and {pair.Second}"));
    }

    /// <summary>PyTorch's DistributedDataParallel does so too.</summary>
    [Fact]
    public void Unless_it_is_asked_for_each_process_normalises_by_its_own_samples()
    {
        var (input, seen) = (Values(8, offset: 0), Values(8, offset: 0));
        var parts = ThreadGroup.Run(2, group => Norm(input, seen, ScalarType.Float32, new BatchShare(group, 8), synchronised: false));
        foreach (var part in parts) Assert.Equal(0, part.Output.Average(), 1e-5);
        Assert.NotEqual(parts[0].Kept, parts[1].Kept);
    }

    [Fact]
    public void The_whole_batch_comes_together_with_the_graph_of_each_part()
    {
        var gradients = ThreadGroup.Run(3, group =>
        {
            using var scope = NewDisposeScope();
            var share = new BatchShare(group, 7);
            var part = share.Of(arange(0, 14, ScalarType.Float32).view(7, 2)).clone().requires_grad_(true);
            var all = share.Whole(part);
            Assert.Equal(Enumerable.Range(0, 14).Select(i => (float)i), all.data<float>().ToArray());
            // No mean over samples: each needs all the others.
            all.sum().pow(2).backward();
            return part.grad!.data<float>().ToArray();
        });
        Assert.Equal([4, 4, 6], gradients.Select(part => part.Length).Order());
        Assert.All(gradients.SelectMany(part => part), gradient => Assert.Equal(2 * 91, gradient));
    }

    [Fact]
    public void Dropout_drops_in_parts_what_it_would_drop_in_one()
    {
        using var dropout = new SharedDropout(0.5);
        manual_seed(3);
        using var input = ones(6, 40);
        using var expected = dropout.call(input);
        // By turns: the generator is the process's.
        foreach (var rank in new[] { 0, 1 })
        {
            using var group = new Quiet(rank, 2);
            SharedDropout.Share(dropout, new BatchShare(group, 6));
            manual_seed(3);
            using var part = dropout.call(input.narrow(0, 3 * rank, 3));
            Assert.True(part.eq(expected.narrow(0, 3 * rank, 3)).all().item<bool>());
        }
    }

    [Fact]
    public void Gradients_are_summed_bucket_by_bucket_and_what_has_none_keeps_none()
    {
        var sums = ThreadGroup.Run(2, group =>
        {
            using var scope = NewDisposeScope();
            using var convolution = new Convolution(3, 4, 3);
            using var unused = nn.Linear(2, 2);
            using var large = nn.Linear(3000, 3000, hasBias: false);
            (convolution.call(ones(1, 3, 5, 5)).sum() * (group.Rank + 1) + large.call(ones(1, 3000)).sum() * (group.Rank + 10)).backward();
            using var buckets = new GradientBuckets([.. convolution.parameters(), .. unused.parameters(), .. large.parameters()], group);
            Assert.Equal(4 * (108 + 6 + 9_000_000), buckets.Bytes);
            buckets.Sum();
            Assert.Null(unused.weight!.grad);
            Assert.True(group.Exchanging > TimeSpan.Zero);
            return (convolution.parameters().First().grad!.sum().item<float>(), large.weight!.grad!.mean().item<float>());
        });
        // Over 5×5 positions a 3×3 kernel sees 9 of them 25 times, less those beyond the edges: 13² in all.
        Assert.All(sums, sum => Assert.Equal((3 * 4 * 169 * (1 + 2), 10 + 11), ((int)sum.Item1, (int)sum.Item2)));
    }

    private static float[] Values(int batch, float offset)
    {
        var random = new Random(batch);
        return [.. Enumerable.Range(0, batch * 2 * 3 * 3).Select(i => offset * (i / 9 % 2) + (float)random.NextDouble())];
    }

    private static (float[] Output, float[] OfInput, float[] OfParameters, float[] Kept) Norm(
        float[] input, float[] seen, ScalarType type, BatchShare share, bool synchronised)
    {
        using var scope = NewDisposeScope();
        using var norm = new BatchNorm(2);
        if (synchronised) BatchNorm.Synchronise(norm, share.Group);
        using (no_grad())
        {
            norm.get_parameter("weight")!.copy_(tensor(new[] { 0.5f, 2 }));
            norm.get_parameter("bias")!.copy_(tensor(new[] { 1f, -1 }));
        }

        var x = share.Of(tensor(input, [share.Total, 2, 3, 3]).to(type)).clone().requires_grad_(true);
        var y = norm.call(x);
        Assert.Equal(type, y.dtype);
        // Every output counts otherwise, or the gradient of the input would be 0.
        (y.to(ScalarType.Float32) * share.Of(tensor(seen, [share.Total, 2, 3, 3]))).sum().backward();
        Assert.Equal(1, norm.get_buffer("num_batches_tracked")!.item<long>());
        return (Floats(y), Floats(x.grad!), [.. norm.parameters().SelectMany(parameter => Floats(parameter.grad!))],
            [.. Floats(norm.get_buffer("running_mean")!), .. Floats(norm.get_buffer("running_var")!)]);
    }

    private static float[] Floats(Tensor tensor) => tensor.detach().to(ScalarType.Float32).contiguous().data<float>().ToArray();

    /// <summary>A process among others that it never speaks to.</summary>
    private sealed class Quiet(int rank, int count) : ProcessGroup(rank, count)
    {
        protected override void SumAt(nint address, long count, NumberType type)
        {
        }

        protected override void BroadcastAt(nint address, long bytes)
        {
        }
    }
}
