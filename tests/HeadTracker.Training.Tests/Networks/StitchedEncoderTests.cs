using HeadTracker.Training.Evaluation.Dense;
using HeadTracker.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Networks;

public sealed class StitchedEncoderTests : IDisposable
{
    private const int Input = 32;

    private static readonly ResNetShape Shape = Tiny.Definition.Shape;

    private readonly IDisposable _scope = NewDisposeScope();

    public StitchedEncoderTests() => manual_seed(3);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_unit_mixes_each_channel_by_its_own_two_by_two_matrix()
    {
        using var unit = new CrossStitchUnit(2, 2);
        using (no_grad())
        {
            // α_AA, α_AB of the first channel 1 and 2, of the second 3 and 4; α_BA, α_BB 0.5 and -1, 0 and 1.
            unit.Alpha.copy_(tensor(new float[] { 1, 3, 2, 4, 0.5f, 0, -1, 1 }, [2, 2, 2]));
        }

        var maps = new[] { tensor(new float[] { 10, 20 }, [1, 2, 1, 1]), tensor(new float[] { 1, 2 }, [1, 2, 1, 1]) };
        var mixed = unit.call(maps);
        Assert.Equal([12, 68], mixed[0].data<float>().ToArray());
        Assert.Equal([4, 2], mixed[1].data<float>().ToArray());
    }

    [Fact]
    public void A_unit_starts_with_nine_tenths_of_its_own_task_and_the_rest_shared_by_the_others()
    {
        using var unit = new CrossStitchUnit(3, 4);
        Assert.True(unit.Alpha.sum(1).allclose(ones(3, 4)));
        Assert.Equal(0.9f, unit.Alpha[1, 1, 2].item<float>(), 6);
        Assert.Equal(0.05f, unit.Alpha[1, 2, 2].item<float>(), 6);
    }

    [Fact]
    public void Units_that_take_nothing_of_others_give_the_single_task_networks_to_the_bit()
    {
        using var trunk = Tiny.Network(1).Backbone;
        using var encoder = new StitchedEncoder(Shape, 3, (tasks, channels) => new CrossStitchUnit(tasks, channels));
        using (no_grad())
        {
            foreach (var alpha in encoder.Units) alpha.copy_(eye(3).unsqueeze(-1).expand(alpha.shape));
        }

        ResNet[] singles = [trunk, .. encoder.Encoders];
        foreach (var single in singles) single.eval();
        var images = rand(2, 3, Input, Input);
        var leaves = encoder.call(trunk, images);
        Assert.Equal(3, leaves.Count);
        foreach (var (maps, single) in leaves.Zip(singles))
        {
            Assert.All(maps.Zip(single.StageFeatures(images)), pair => Assert.True(pair.First.eq(pair.Second).all().item<bool>()));
        }
    }

    [Fact]
    public void Discriminative_reduction_without_off_diagonals_is_a_cross_stitch_unit()
    {
        using var stitch = new CrossStitchUnit(2, 16);
        using var reduce = new NddrUnit(2, 16);
        using (no_grad())
        {
            stitch.Alpha.copy_(rand(2, 2, 16));
            for (var task = 0; task < 2; task++)
            {
                var blocks = Enumerable.Range(0, 2).Select(from => diag(stitch.Alpha[task, from])).ToArray();
                reduce.WeightOf(task).copy_(cat(blocks, 1).unsqueeze(-1).unsqueeze(-1));
            }
        }

        // Batch norms that have seen nothing change nothing but by their ε, and maps behind a ReLU are not negative.
        reduce.eval();
        Tensor[] maps = [rand(2, 16, 3, 3), rand(2, 16, 3, 3)];
        Assert.All(stitch.call(maps).Zip(reduce.call(maps)), pair => Assert.True(pair.First.allclose(pair.Second, rtol: 1e-4)));
    }

    [Fact]
    public void Reduction_starts_as_a_cross_stitch_unit_starts()
    {
        using var stitch = new CrossStitchUnit(3, 16);
        using var reduce = new NddrUnit(3, 16);
        reduce.eval();
        Tensor[] maps = [rand(2, 16, 3, 3), rand(2, 16, 3, 3), rand(2, 16, 3, 3)];
        Assert.All(stitch.call(maps).Zip(reduce.call(maps)), pair => Assert.True(pair.First.allclose(pair.Second, rtol: 1e-4)));
    }

    [Fact]
    public void Encoders_and_units_are_counted()
    {
        using var trunk = Tiny.Network(1).Backbone;
        using var encoder = new StitchedEncoder(Shape, 2, (tasks, channels) => new NddrUnit(tasks, channels));
        long[] channels = [.. Enumerable.Range(1, ResNet.Stages).Select(stage => (long)Shape.FeaturesAt(stage))];
        // For each of two tasks a matrix from two tasks' channels to one's, and a batch norm's scale and shift.
        Assert.Equal(ParameterCount.Of(trunk) + channels.Sum(c => 2 * (2 * c * c + 2 * c)), ParameterCount.Of(encoder));
        Assert.Equal(channels.Sum(c => 2 * (2 * c * c + 2 * c)), encoder.Units.Sum(unit => unit.numel()));
        var cells = Enumerable.Range(1, ResNet.Stages).Select(stage => (long)Math.Pow(ResNet.CellsAt(stage, Input), 2));
        var own = MultiplyAdds.Of([trunk], Input, Input, image => trunk.call(image));
        Assert.Equal(
            2 * own + channels.Zip(cells).Sum(stage => 4 * stage.First * stage.First * stage.Second),
            MultiplyAdds.Of([trunk, encoder], Input, Input, image => encoder.call(trunk, image)));
        Assert.Equal(0, encoder.CommonStages);
    }
}
