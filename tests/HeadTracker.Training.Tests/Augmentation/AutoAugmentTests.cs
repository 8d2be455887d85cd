using HeadTracker.Training.Augmentation;
using static TorchSharp.torch;

namespace HeadTracker.Training.Tests.Augmentation;

public sealed class AutoAugmentTests
{
    [Fact]
    public void Strengths_run_over_the_papers_ranges()
    {
        Assert.Equal((8, 4), (Strength(AutoOperation.Posterize, 0), Strength(AutoOperation.Posterize, 9)));
        Assert.Equal((256, 0), (Strength(AutoOperation.Solarize, 0), Strength(AutoOperation.Solarize, 9)));
        Assert.Equal((0.1f, 1.9f), (Strength(AutoOperation.Colour, 0), Strength(AutoOperation.Sharpness, 9)));
        Assert.Equal((30, -30), (Strength(AutoOperation.Rotate, 9), Strength(AutoOperation.Rotate, 9, sign: -1)));
        Assert.Equal(-0.3f, Strength(AutoOperation.ShearX, 9, sign: -1), 5);
    }

    [Fact]
    public void Operations_on_single_values_by_hand()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([0xF0, 0x30], Apply(AutoOperation.Posterize, 4, 0xFF, 0x3C));
        Assert.Equal([100, 155], Apply(AutoOperation.Invert, 0, 155, 100));
        Assert.Equal([55, 100], Apply(AutoOperation.Solarize, 150, 200, 100));
        Assert.Equal([255, 0], Apply(AutoOperation.AutoContrast, 0, 150, 50));
        Assert.Equal([200, 40], Apply(AutoOperation.Contrast, 1, 200, 40));
    }

    [Fact]
    public void A_sharper_step_is_steeper_and_a_duller_one_flatter()
    {
        using var scope = NewDisposeScope();
        var step = Step(100, 140);
        Assert.True(step.eq(AutoOperations.Apply(AutoOperation.Sharpness, step, [1])).all().item<bool>());
        Assert.True(JumpOf(AutoOperations.Apply(AutoOperation.Sharpness, step, [1.9f])) > 40);
        Assert.True(JumpOf(AutoOperations.Apply(AutoOperation.Sharpness, step, [0.1f])) < 40);

        static int JumpOf(Tensor image) => image[0, 0, 4, 4].item<byte>() - image[0, 0, 4, 3].item<byte>();
    }

    [Fact]
    public void A_shear_leaves_the_middle_row_and_moves_the_others_against_each_other()
    {
        using var scope = NewDisposeScope();
        var sheared = AutoOperations.Apply(AutoOperation.ShearX, Step(0, 200).expand(1, 3, 8, 8).contiguous(), [0.3f]).to(ScalarType.Float32);
        var rows = sheared[0, 0].sum(1).data<float>().ToArray();
        Assert.True(rows[0] < rows[3] && rows[3] < rows[7], string.Join(' ', rows));
    }

    [Fact]
    public void Most_images_change_each_by_its_own_pair()
    {
        using var scope = NewDisposeScope();
        var images = Pictures.Make(1).expand(200, -1, -1, -1).contiguous();
        var changed = AutoAugment.Apply(images, new SeededRandom(1));
        Assert.Equal(images.shape, changed.shape);
        Assert.Equal(ScalarType.Byte, changed.dtype);
        var same = changed.eq(images).flatten(1).all(1).sum().item<long>();
        Assert.InRange(same, 1, 60);
        Assert.True(changed.eq(AutoAugment.Apply(images, new SeededRandom(1))).all().item<bool>());
    }

    private static float Strength(AutoOperation operation, int level, int sign = 1) => AutoOperations.StrengthOf(operation, level, sign);

    /// <summary>Left and right half of an image.</summary>
    private static Tensor Step(byte left, byte right)
    {
        var image = full([1, 3, 8, 8], left, ScalarType.Byte);
        image[.., .., .., 4..].fill_(right);
        return image;
    }

    private static int[] Apply(AutoOperation operation, float strength, byte left, byte right)
    {
        var changed = AutoOperations.Apply(operation, Step(left, right), [strength]);
        return [changed[0, 0, 4, 0].item<byte>(), changed[0, 0, 4, 7].item<byte>()];
    }
}
