using HeadTracker.Training.Augmentation;
using HeadTracker.Training.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Objectives;

public sealed class ConvolutionalEnsembleTests
{
    // p, s, A of tables 2-4.
    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(8, 1, 289)]
    [InlineData(9, 3, 49)]
    [InlineData(15, 1, 961)]
    [InlineData(15, 5, 49)]
    [InlineData(15, 15, 9)]
    public void Has_as_many_offsets_as_the_paper(int padding, int stride, int count)
    {
        var grid = new EnsembleGrid(stride, padding).Validated();
        Assert.Equal(count, grid.Count);
        Assert.Equal(count, grid.Offsets.Distinct().Count());
        Assert.All(grid.Offsets, offset => Assert.True(offset.X % stride == 0 && offset.X <= 2 * padding && offset.Y % stride == 0 && offset.Y <= 2 * padding));
    }

    [Fact]
    public void A_stride_that_does_not_divide_the_padding_is_refused() =>
        Assert.Throws<UserErrorException>(() => new EnsembleGrid(4, 15).Validated());

    [Fact]
    public void Averages_what_the_network_says_about_each_shifted_box()
    {
        using var scope = NewDisposeScope();
        using var network = Tiny.Network();
        network.eval();
        var padded = rand(2, 3, 32 + 8, 32 + 8);

        var averaged = ConvolutionalEnsemble.Probabilities(network, padded, new EnsembleGrid(2, 4));

        // One image and one box at a time, summed by hand.
        var expected = zeros(2, 3, 198);
        for (var image = 0; image < 2; image++)
        {
            for (var i = 0; i <= 4; i++)
            {
                for (var j = 0; j <= 4; j++)
                {
                    var crop = padded[image..(image + 1), .., (2 * j)..(2 * j + 32), (2 * i)..(2 * i + 32)].contiguous();
                    expected[image] += network.call(crop).Finest.softmax(-1)[0] / 25;
                }
            }
        }

        Assert.InRange((averaged - expected).abs().max().item<float>(), 0, 1e-6f);
        Assert.InRange((averaged.sum(2) - 1).abs().max().item<float>(), 0, 1e-5f);
    }

    [Fact]
    public void Boxes_drawn_step_by_step_average_to_the_whole_ensemble()
    {
        using var scope = NewDisposeScope();
        using var network = Tiny.Network();
        network.eval();
        var padded = rand(2, 3, 32 + 8, 32 + 8);
        var grid = new EnsembleGrid(4, 4);
        const int steps = 1000;

        var mean = zeros(2, 3, 198);
        for (var step = 0; step < steps; step++)
        {
            var offsets = grid.Draw(2, new SeededRandom(1, step));
            Assert.Equal(2, offsets.Distinct().Count());
            mean += ConvolutionalEnsemble.Probabilities(network, padded, grid, offsets) / steps;
        }

        var whole = ConvolutionalEnsemble.Probabilities(network, padded, grid);
        // Two boxes differ from the ensemble by far more than their mean over all steps may.
        var one = ConvolutionalEnsemble.Probabilities(network, padded, grid, grid.Draw(2, new SeededRandom(1, 0)));
        Assert.True((mean - whole).abs().max().item<float>() < 0.2 * (one - whole).abs().max().item<float>());
    }
}
