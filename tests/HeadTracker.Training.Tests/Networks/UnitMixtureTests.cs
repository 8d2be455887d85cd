using HeadTracker.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Networks;

public sealed class UnitMixtureTests
{
    [Fact]
    public void One_unit_alone_is_that_unit_standardised()
    {
        using var scope = NewDisposeScope();
        using var mixture = new UnitMixture(3);
        Tensor[] units = [.. Enumerable.Range(1, 3).Select(scale => scale * randn(4, 5, 2, 2) + scale)];
        using (no_grad()) mixture.Weights.copy_(tensor(new float[] { 0, 2.5f, 0 }));
        var mixed = mixture.call(units);
        Assert.Equal(0, (mixed - UnitMixture.Standardised(units[1])).abs().max().item<float>());
        Assert.InRange(mixed.flatten(1).mean([1]).abs().max().item<float>(), 0, 1e-5f);
        Assert.Equal(1, mixed.flatten(1).square().mean().item<float>(), 1e-3f);
        Assert.Equal(1, mixture.Penalty().item<float>(), 1e-6f);
    }

    /// <summary>
    /// One of four units is useful, and nine tenths of it are enough: what the others have then costs nothing but the penalty, which takes it away.
    /// </summary>
    [Theory]
    [InlineData(0.3, 0, 0.05)]
    [InlineData(0, 0.1, 0.35)]
    public void Squares_of_the_shares_add_up_to_1_and_the_penalty_drives_useless_ones_to_0(double lasso, float least, float most)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var mixture = new UnitMixture(4);
        using var optimiser = optim.Adam(mixture.parameters(), lr: 0.01);
        for (var step = 0; step < 400; step++)
        {
            using var inner = NewDisposeScope();
            Tensor[] units = [.. Enumerable.Range(0, 4).Select(_ => randn(64, 4, 2, 2))];
            var useful = (mixture.call(units) * UnitMixture.Standardised(units[2])).mean();
            optimiser.zero_grad();
            ((0.9 - useful).relu() + lasso * mixture.Penalty()).backward();
            optimiser.step();
            Assert.Equal(1, mixture.Shares().square().sum().item<float>(), 1e-5f);
        }

        var shares = mixture.Shares().abs().data<float>().ToArray();
        Assert.True(shares[2] > 0.85f, string.Join(' ', shares));
        Assert.All(shares.Index().Where(unit => unit.Index != 2), unit => Assert.InRange(unit.Item, least, most));
    }

    [Fact]
    public void Weights_of_any_length_are_the_same_mixture()
    {
        using var scope = NewDisposeScope();
        using var mixture = new UnitMixture(4);
        Assert.Equal(2, mixture.Penalty().item<float>(), 1e-5f);
        var before = mixture.Shares();
        using (no_grad()) mixture.Weights.mul_(7);
        Assert.True(before.allclose(mixture.Shares()));
        Assert.Equal(2, mixture.Penalty().item<float>(), 1e-5f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Units_are_what_the_blocks_of_a_stage_give_one_after_another(int stage)
    {
        using var scope = NewDisposeScope();
        using var network = new ResNet(new ResNetShape([2, 1, 4, 1], 4, Bottleneck: false));
        network.eval();
        var images = randn(2, 3, 32, 32);
        var units = network.UnitsOf(images, stage);
        Assert.Equal(network.Shape.Blocks[stage - 1], units.Length);
        Assert.True(units[^1].eq(network.FeaturesAt(images, stage)).all().item<bool>());
        Assert.All(units, unit => Assert.Equal(units[0].shape, unit.shape));
        Assert.All(units[1..], unit => Assert.False(unit.eq(units[0]).all().item<bool>()));
    }
}
