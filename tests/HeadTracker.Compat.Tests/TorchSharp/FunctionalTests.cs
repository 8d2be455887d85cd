using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace HeadTracker.Compat.Tests.Torch;

/// <summary>Values worked out by hand.</summary>
public sealed class FunctionalTests
{
    private static readonly Tensor Square = arange(9, dtype: float32).view(1, 1, 3, 3);

    [Fact]
    public void Convolution_correlates()
    {
        Tensor kernel = tensor(new float[] { 1, 0, 0, -1 }, [1, 1, 2, 2]);
        Values.Equal([-4, -4, -4, -4], F.conv2d(Square, kernel));
        Values.Equal([-3.5, -3.5, -3.5, -3.5], F.conv2d(Square, kernel, tensor(new[] { 0.5f })));
        Values.Shape([1, 1, 4, 4], F.conv2d(Square, kernel, padding: [1, 1]));
        Values.Shape([1, 1, 3, 3], F.conv2d_padding(Square, ones(1, 1, 3, 3), padding: Padding.Same));
    }

    [Fact]
    public void Pooling()
    {
        Values.Equal([4, 5, 7, 8], F.max_pool2d(Square, 2, stride: 1));
        Values.Equal([0, 2, 6, 8], F.max_pool2d(Square, 2, stride: 2, padding: 1));
        Values.Equal([2, 3, 5, 6], F.avg_pool2d(Square, 2, stride: 1));
        Values.Equal([4], F.adaptive_avg_pool2d(Square, 1));
        Values.Equal([0, 1, 3, 4, 1, 2, 4, 5, 3, 4, 6, 7, 4, 5, 7, 8], F.unfold(Square, 2).transpose(1, 2));
        Values.Equal([0, 2, 2, 6, 16, 10, 6, 14, 8], F.fold(F.unfold(Square, 2), 3, 2));
    }

    [Fact]
    public void Padding_modes()
    {
        Tensor row = tensor(new[] { 1f, 2, 3 }, [1, 1, 3]);
        Values.Equal([9, 1, 2, 3, 9, 9], F.pad(row, [1L, 2L], value: 9));
        Values.Equal([2, 1, 2, 3, 2], F.pad(row, 1, PaddingModes.Reflect));
        Values.Equal([1, 1, 2, 3, 3], F.pad(row, (1, 1), PaddingModes.Replicate));
        Values.Equal([3, 1, 2, 3, 1], F.pad(row, (1, 1), PaddingModes.Circular));
    }

    [Fact]
    public void Interpolation()
    {
        Tensor pair = tensor(new[] { 0f, 4 }, [1, 1, 1, 2]);
        Values.Equal([0, 0, 4, 4], F.interpolate(pair, [1, 4]));
        Values.Equal([0, 1, 3, 4], F.interpolate(pair, [1, 4], mode: InterpolationMode.Bilinear));
        Values.Equal([0, 4 / 3.0, 8 / 3.0, 4], F.interpolate(pair, [1, 4], mode: InterpolationMode.Bilinear, align_corners: true));
        Values.Equal([0, 0, 4, 4, 0, 0, 4, 4], F.interpolate(pair, scale_factor: [2]));
        Values.Equal([4], F.interpolate(Square, [1, 1], mode: InterpolationMode.Area));
        Values.Equal([4], F.interpolate(Square, [1, 1], mode: InterpolationMode.Bilinear, antialias: true));
        Assert.Throws<ArgumentException>(() => F.interpolate(Square));
    }

    [Fact]
    public void Grids()
    {
        Tensor identity = tensor(new float[] { 1, 0, 0, 0, 1, 0 }, [1, 2, 3]);
        Tensor grid = F.affine_grid(identity, [1, 1, 3, 3], align_corners: false);
        Values.Equal([-2 / 3.0, -2 / 3.0, 0, -2 / 3.0], grid.flatten().narrow(0, 0, 4));
        Values.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8], F.grid_sample(Square, grid, align_corners: false), 1e-4);
        Tensor mirror = F.affine_grid(identity * tensor(new[] { -1f, 1, 1 }), [1, 1, 3, 3], align_corners: true);
        Values.Equal([2, 1, 0, 5, 4, 3, 8, 7, 6], F.grid_sample(Square, mirror, align_corners: true), 1e-4);
        Tensor outside = full([1, 1, 1, 2], 3.0);
        Values.Equal([0], F.grid_sample(Square, outside, align_corners: true));
        Values.Equal([8], F.grid_sample(Square, outside, padding_mode: GridSamplePaddingMode.Border, align_corners: true));
        Values.Equal([8], F.grid_sample(Square, full([1, 1, 1, 2], 0.7), GridSampleMode.Nearest, align_corners: true));
    }

    [Fact]
    public void Losses()
    {
        Tensor logits = tensor(new float[,] { { 0, 0 }, { 0, MathF.Log(3) } }), target = tensor(new long[] { 0, 1 });
        double first = Math.Log(2), second = -Math.Log(0.75);
        Values.Equal([(first + second) / 2], F.cross_entropy(logits, target));
        Values.Equal([first, second], F.cross_entropy(logits, target, reduction: nn.Reduction.None));
        Values.Equal([(first + second) / 2], F.nll_loss(logits.log_softmax(1), target));
        // Smoothing by 0.2 takes 0.9 of the target's and 0.1 of the other's term.
        Values.Equal([0.9 * second - 0.1 * Math.Log(0.25)], F.cross_entropy(logits[1].unsqueeze(0), target[1].unsqueeze(0), label_smoothing: 0.2));

        Tensor teacher = tensor(new[] { 0.5f, 0.5f }), student = tensor(new[] { 0.25f, 0.75f });
        double divergence = 0.5 * Math.Log(2) + 0.5 * Math.Log(0.5 / 0.75);
        Values.Equal([divergence], F.kl_div(student.log(), teacher, log_target: false, nn.Reduction.Sum));
        Values.Equal([divergence], F.kl_div(student.log(), teacher.log(), log_target: true, nn.Reduction.Sum));

        Tensor a = tensor(new[] { 0f, 3 }), b = tensor(new[] { 0.5f, 1 });
        Values.Equal([(0.25 + 4) / 2], F.mse_loss(a, b));
        Values.Equal([(0.5 + 2) / 2], F.l1_loss(a, b));
        Values.Equal([0.125, 1.5], F.smooth_l1_loss(a, b, nn.Reduction.None));
        Values.Equal([0.125, 1.5], F.huber_loss(a, b, 1, nn.Reduction.None));
        Values.Equal([0.6, 0.8], F.normalize(tensor(new[] { 3f, 4 }), dim: 0));
    }

    [Fact]
    public void Encodings_and_normalisation()
    {
        Values.Equal([0, 1, 0, 0, 0, 1], F.one_hot(tensor(new long[] { 1, 2 }), 3));
        Values.Equal([0.25, 0.75], tensor(new[] { 0f, MathF.Log(3) }).softmax(0));
        Tensor mean = zeros(1), variance = ones(1);
        Tensor column = tensor(new[] { 1f, 3 }, [2, 1]);
        Values.Equal([-1, 1], F.batch_norm(column, mean, variance, training: true), 1e-4);
        Values.Equal([0.2], mean);
        Values.Equal([0.9 + 0.1 * 2], variance);
        Values.Equal([(1 - 0.2) / Math.Sqrt(1.1), (3 - 0.2) / Math.Sqrt(1.1)], F.batch_norm(column, mean, variance), 1e-4);
        Values.Equal([-1, 1], F.layer_norm(column.view(1, 2), [2]), 1e-4);
    }

    [Fact]
    public void Dropout_zeroes_its_share_and_scales_the_rest()
    {
        manual_seed(5);
        Tensor dropped = F.dropout(ones(10000), 0.25);
        Assert.InRange(dropped.count_nonzero().ToInt64(), 7350, 7650);
        Assert.Equal(4 / 3f, dropped.max().ToSingle(), 5);
        Values.Equal([1, 1], F.dropout(ones(2), 0.25, training: false));
    }
}
