using HeadTracker.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Networks;

public sealed class MapHeadTests : IDisposable
{
    private readonly IDisposable _scope = NewDisposeScope();

    public MapHeadTests() => manual_seed(7);

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(MapHeadKind.Aspp, false)]
    [InlineData(MapHeadKind.Psp, true)]
    [InlineData(MapHeadKind.Linear, true)]
    public void Each_answers_for_every_cell(MapHeadKind kind, bool bfloat16)
    {
        using var head = new MapHeadOptions { Kind = kind, Rates = [1, 2] }.Create(8, 4, 3, 25);
        var answer = head.call(rand(2, 8, 7, 7).to(bfloat16 ? ScalarType.BFloat16 : ScalarType.Float32));
        Assert.Equal([2, 3, 25, 25], answer.shape);
        Assert.Equal(ScalarType.Float32, answer.dtype);
    }

    [Theory]
    [InlineData(MapHeadKind.Aspp)]
    [InlineData(MapHeadKind.Psp)]
    public void What_is_far_away_and_the_whole_image_count(MapHeadKind kind)
    {
        using var head = new MapHeadOptions { Kind = kind, Rates = [2] }.Create(4, 4, 1, 9);
        head.eval();
        var map = rand(1, 4, 9, 9);
        var before = head.call(map);
        map[.., .., 8..9, 8..9] = 3;
        Assert.True(head.call(map).ne(before)[0, 0, 0, 0].item<bool>());
    }

    [Fact]
    public void A_linear_head_is_a_matrix_at_every_place()
    {
        using var head = new PixelAnswer(4, 2, 5);
        var map = rand(1, 4, 5, 5);
        var weights = head.state_dict();
        var expected = weights["linear.weight"].matmul(map.flatten(2)) + weights["linear.bias"].unsqueeze(-1);
        Assert.True(head.call(map).flatten(2).allclose(expected, 1e-5, 1e-6));
    }

    [Fact]
    public void A_rate_of_atrous_pooling_reads_that_far()
    {
        // One branch of rate 3, its norms at their beginning: a place reads others 3 away, and none 1 or 2 away, but by the image's mean.
        using var head = new AsppHead(1, 1, [3], 1, 9);
        head.eval();
        using (no_grad())
        {
            foreach (var (name, parameter) in head.named_parameters())
            {
                if (parameter.shape.Length == 4) parameter.fill_(name.StartsWith("image", StringComparison.Ordinal) ? 0 : 1);
            }

            // The convolution that mixes looks at its own place alone.
            var mix = head.named_parameters().Single(entry => entry.name == "mix.3.weight").parameter;
            mix.zero_();
            mix[0, 0, 1, 1] = 1;
        }

        var map = zeros(1, 1, 9, 9);
        map[0, 0, 4, 4] = 1;
        var seen = head.call(map) - head.call(zeros(1, 1, 9, 9));
        for (var away = 1; away <= 4; away++) Assert.Equal(away == 3, seen[0, 0, 4, 4 + away].abs().item<float>() > 1e-6);
    }
}
