using HeadTracker.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Tests.Networks;

/// <summary>What the thesis of Vandenhende (2022) says of decoders in chapters 3.1.3 and 5, on maps of a few cells.</summary>
public sealed class DecoderTests : IDisposable
{
    private const int Side = 16;

    private static readonly int[] Channels = [4, 8, 16, 32];

    private static readonly HeadShape Segmentation = new("segmentation", 8, Dense: true), Depth = new("depth", 1, Dense: true);
    private static readonly HeadShape Normals = new("normals", 3, Dense: true, Auxiliary: true);

    private readonly IDisposable _scope = NewDisposeScope();

    public DecoderTests() => manual_seed(5);

    public static TheoryData<string> Kinds => ["heads", "padNet", "padNet weighted", "papNet", "jtrl", "mti", "mti without propagation", "mti of two scales"];

    public void Dispose() => _scope.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Twenty_steps_lower_the_loss_of_every_decoder(string kind)
    {
        using var decoder = Of(kind).Create(Plan(Segmentation, Depth));
        var maps = Maps(2);
        var (classes, depth) = ((rand(2, Side, Side) * 8).to(ScalarType.Int64), rand(2, 1, Side, Side));
        using var optimiser = optim.Adam(decoder.parameters(), 1e-2);
        var losses = new List<float>();
        for (var step = 0; step < 20; step++)
        {
            using var inner = NewDisposeScope();
            var answers = decoder.call(maps);
            var loss = answers[0].Initial.Append(answers[0].Final).Select(answer => functional.cross_entropy(answer, classes))
                .Concat(answers[1].Initial.Append(answers[1].Final).Select(answer => (answer - depth).abs().mean())).Aggregate((one, other) => one + other);
            losses.Add(loss.item<float>());
            optimiser.zero_grad();
            loss.backward();
            optimiser.step();
        }

        Assert.True(losses[^1] < 0.9f * losses[0], string.Join(' ', losses));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Answers_lie_over_the_labels_whatever_the_size_and_the_precision(string kind)
    {
        // 50 pixels: maps of 13, 7, 4, 2 cells, answers of 25.
        using var decoder = Of(kind).Create(new DecoderPlan(Channels, [Segmentation, Depth], 25));
        Tensor[] maps = [.. Channels.Zip([13, 7, 4, 2], (count, side) => rand(2, count, side, side).to(ScalarType.BFloat16))];
        foreach (var (task, answer) in new[] { Segmentation, Depth }.Zip(decoder.call(maps)))
        {
            Assert.All(answer.Initial.Append(answer.Final), tensor =>
            {
                Assert.Equal([2, task.Outputs, 25, 25], tensor.shape);
                Assert.Equal(ScalarType.Float32, tensor.dtype);
            });
        }
    }

    [Theory]
    [InlineData("padNet weighted", 1, 0)]
    [InlineData("papNet", 1, 0)]
    [InlineData("mti", 4, 3)]
    [InlineData("mti of two scales", 2, 1)]
    public void Auxiliary_tasks_have_initial_answers_alone(string kind, int main, int auxiliary)
    {
        using var decoder = Of(kind).Create(Plan(Segmentation, Depth, Normals));
        var answers = decoder.call(Maps(2));
        // An auxiliary task's answer is its initial one at the finest scale, the others come beside it.
        Assert.Equal([main, main, auxiliary], answers.Select(answer => answer.Initial.Count));
        Assert.Equal([2, 3, Side, Side], answers[2].Final.shape);
        Assert.DoesNotContain(decoder.state_dict().Keys, key => key.Contains("final.normals", StringComparison.Ordinal));
        // What it learns reaches the others: they look at its features.
        answers[0].Final.sum().backward();
        var heads = decoder.named_parameters().Where(entry => entry.name.Contains("normals.first", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(heads);
        Assert.Contains(heads, entry => entry.parameter.grad is { } gradient && gradient.abs().sum().item<float>() > 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Distillation_is_equation_3_2_or_5_1(bool weighted)
    {
        using var exchange = new Distillation([Segmentation, Depth, Normals], 3, weighted);
        Tensor[] features = [rand(1, 3, 5, 5), rand(1, 3, 5, 5), rand(1, 3, 5, 5)];
        var weights = exchange.state_dict();
        Tensor W(string part, string pair, Tensor of) => functional.conv2d(of, weights[$"{part}.{pair}.weight"], padding: [1L, 1]);
        Tensor From(string pair, Tensor of) => W("attention", pair, of).sigmoid() * (weighted ? W("message", pair, of) : of);
        var expected = features[1] + From("depth_segmentation", features[0]) + From("depth_normals", features[2]);
        var taken = exchange.call(features);
        Assert.Equal(2, taken.Count);
        Assert.True(taken[1].allclose(expected, 1e-5, 1e-6));
    }

    [Fact]
    public void Without_messages_distillation_leaves_features_as_they_are()
    {
        using var exchange = new Distillation([Segmentation, Depth], 3, weighted: true);
        Tensor[] features = [rand(2, 3, 5, 5), rand(2, 3, 5, 5)];
        Silence(exchange);
        Assert.All(exchange.call(features).Zip(features), pair => Assert.True(pair.First.eq(pair.Second).all().item<bool>()));
    }

    [Fact]
    public void Permuting_tasks_permutes_what_they_take_and_what_they_are_told()
    {
        var (one, other) = (Of("padNet").Create(Plan(Segmentation, Depth, Normals)), Of("padNet").Create(Plan(Depth, Normals, Segmentation)));
        other.load_state_dict(one.state_dict());
        one.eval();
        other.eval();
        var maps = Maps(2);
        var (first, second) = (one.call(maps), other.call(maps));
        foreach (var (at, now) in new[] { (0, 2), (1, 0), (2, 1) })
        {
            Assert.True(first[at].Final.allclose(second[now].Final, 1e-4, 1e-5));
            Assert.All(first[at].Initial.Zip(second[now].Initial), pair => Assert.True(pair.First.eq(pair.Second).all().item<bool>()));
        }
    }

    [Fact]
    public void Plain_heads_say_to_a_task_what_a_network_of_that_task_alone_says()
    {
        using var both = Of("heads").Create(Plan(Segmentation, Depth));
        using var one = Of("heads").Create(Plan(Segmentation));
        var weights = both.state_dict();
        foreach (var (key, tensor) in one.state_dict())
        {
            using var none = no_grad();
            tensor.copy_(weights[key]);
        }

        var maps = Maps(2);
        Assert.True(both.call(maps)[0].Final.eq(one.call(maps)[0].Final).all().item<bool>());
    }

    [Fact]
    public void One_scale_of_MTI_Net_without_propagation_is_PAD_Net()
    {
        HeadShape[] tasks = [Segmentation, Depth, Normals];
        using var mti = new MtiNetOptions { Scales = 1, Propagation = false }.Create(new DecoderPlan(Channels, tasks, Side));
        using var pad = new PadNetOptions { Weighted = true }.Create(new DecoderPlan([Channels[0]], tasks, Side));
        var source = pad.state_dict();
        Assert.Equal(source.Count, mti.state_dict().Count);
        foreach (var (key, tensor) in mti.state_dict())
        {
            using var none = no_grad();
            tensor.copy_(source[key.Replace("front.0.", "front.", StringComparison.Ordinal).Replace("distillation.0.", "exchange.", StringComparison.Ordinal)]);
        }

        var maps = Maps(2);
        foreach (var (one, other) in mti.call(maps).Zip(pad.call([maps[0]])))
        {
            Assert.True(one.Final.eq(other.Final).all().item<bool>());
            Assert.Equal(one.Initial.Count, other.Initial.Count);
            Assert.All(one.Initial.Zip(other.Initial), pair => Assert.True(pair.First.eq(pair.Second).all().item<bool>()));
        }
    }

    [Fact]
    public void MTI_Net_whose_tasks_tell_each_other_nothing_has_plain_heads_at_every_scale()
    {
        using var decoder = (MtiDecoder)Of("mti without propagation").Create(Plan(Segmentation, Depth));
        foreach (var exchange in decoder.Distillations) Silence(exchange);
        decoder.eval();
        var maps = Maps(1);
        var before = decoder.call(maps);
        // Another task's heads are then nothing to a task.
        using (no_grad())
        {
            foreach (var (name, parameter) in decoder.named_parameters())
            {
                if (name.StartsWith("front", StringComparison.Ordinal) && name.Contains(".depth.", StringComparison.Ordinal)) parameter.add_(1);
            }
        }

        var after = decoder.call(maps);
        Assert.True(before[0].Final.eq(after[0].Final).all().item<bool>());
        Assert.False(before[1].Final.allclose(after[1].Final));
    }

    [Fact]
    public void The_final_loss_reaches_the_coarsest_scale_and_through_propagation_the_finest_sees_it()
    {
        using var decoder = Of("mti").Create(Plan(Segmentation, Depth));
        var maps = Maps(2);
        maps[3].requires_grad = true;
        decoder.call(maps)[0].Final.square().sum().backward();
        Assert.True(maps[3].grad!.abs().sum().item<float>() > 0);

        // Without propagation the initial answer at the finest scale knows nothing of the coarsest, with it it does.
        foreach (var (kind, sees) in new[] { ("mti", true), ("mti without propagation", false) })
        {
            using var other = Of(kind).Create(Plan(Segmentation, Depth));
            other.eval();
            var some = Maps(1);
            var before = other.call(some)[0].Initial[0];
            some[3] = some[3] + 1;
            Assert.Equal(sees, other.call(some)[0].Initial[0].ne(before).any().item<bool>());
        }
    }

    [Fact]
    public void The_second_of_two_recursive_tasks_depends_on_the_first_at_the_same_scale()
    {
        using var decoder = Of("jtrl").Create(Plan(Segmentation, Depth));
        decoder.eval();
        var maps = Maps(1);
        var before = decoder.call(maps);
        using (no_grad())
        {
            var weight = decoder.named_parameters().First(entry => entry.name == "states.0.0.second.conv2.weight").parameter;
            weight.copy_(weight.flip(0));
        }

        var after = decoder.call(maps);
        Assert.False(before[1].Final.allclose(after[1].Final));
        // Coarser states were there before.
        Assert.All(before[1].Initial.Zip(after[1].Initial), pair => Assert.True(pair.First.eq(pair.Second).all().item<bool>()));
        Assert.Equal(3, before[0].Initial.Count);
    }

    private static void Silence(Distillation exchange)
    {
        using var none = no_grad();
        foreach (var message in exchange.Messages) message.Weight.zero_();
    }

    private static DecoderPlan Plan(params HeadShape[] tasks) => new(Channels, tasks, Side);

    private static Tensor[] Maps(int batch) => [.. Channels.Zip([8, 4, 2, 1], (count, side) => rand(batch, count, side, side))];

    private static DecoderOptions Of(string kind) => kind switch
    {
        "heads" => new PlainDecoderOptions(),
        "padNet" => new PadNetOptions { Channels = 12 },
        "padNet weighted" => new PadNetOptions { Weighted = true },
        "papNet" => new PapNetOptions(),
        "jtrl" => new RecursiveDecoderOptions(),
        "mti" => new MtiNetOptions(),
        "mti without propagation" => new MtiNetOptions { Propagation = false },
        "mti of two scales" => new MtiNetOptions { Scales = 2 },
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
