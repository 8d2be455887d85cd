using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace HeadTracker.Compat.Tests.Torch;

/// <summary>Gradients against central differences, in double precision: every element of every input.</summary>
public sealed class GradientTests
{
    private static readonly Generator Random = new(11);

    private static Tensor Draw(params long[] size) => randn(size, float64, generator: Random).requires_grad_();

    private static void Check(Func<Tensor> loss, params Tensor[] inputs)
    {
        using (Tensor value = loss()) value.backward();
        const double step = 1e-5;
        foreach (Tensor input in inputs)
        {
            double[] analytic = input.grad!.data<double>().ToArray();
            using IDisposable quiet = no_grad();
            var elements = input.data<double>();
            for (int k = 0; k < analytic.Length; k++)
            {
                long[] place = Place(k, input.shape);
                double at = elements[place];
                elements[place] = at + step;
                double above = loss().ToDouble();
                elements[place] = at - step;
                double below = loss().ToDouble();
                elements[place] = at;
                double numeric = (above - below) / (2 * step);
                Assert.True(Math.Abs(numeric - analytic[k]) < 1e-6 * Math.Max(1, Math.Abs(numeric)), $"element {k}: numeric {numeric}, analytic {analytic[k]}");
            }
        }
    }

    private static long[] Place(long k, long[] shape)
    {
        var place = new long[shape.Length];
        for (int d = shape.Length - 1; d >= 0; d--) (k, place[d]) = (k / shape[d], k % shape[d]);
        return place;
    }

    [Fact]
    public void Convolution()
    {
        Tensor x = Draw(2, 3, 5, 4), w = Draw(4, 3, 3, 3), b = Draw(4);
        Check(() => F.conv2d(x, w, b, [2, 1], [1, 1]).square().sum(), x, w, b);
    }

    [Fact]
    public void Batch_norm_in_training()
    {
        Tensor x = Draw(4, 3, 2, 2), w = Draw(3), b = Draw(3), weights = Draw(4, 3, 2, 2).detach();
        Check(() => (F.batch_norm(x, zeros(3, float64), ones(3, float64), w, b, training: true) * weights).sum(), x, w, b);
    }

    [Fact]
    public void Linear_with_tanh()
    {
        Tensor x = Draw(3, 4), w = Draw(2, 4), b = Draw(2);
        Check(() => F.linear(x, w, b).tanh().sum(), x, w, b);
    }

    [Fact]
    public void Softmax_cross_entropy()
    {
        Tensor x = Draw(4, 5), target = tensor(new long[] { 0, 3, 4, 1 });
        Check(() => F.cross_entropy(x, target), x);
    }

    [Fact]
    public void Divergence_of_softmaxes()
    {
        Tensor x = Draw(3, 6), teacher = Draw(3, 6).detach().softmax(1);
        Check(() => F.kl_div(x.log_softmax(1), teacher, log_target: false, nn.Reduction.Sum) / 3, x);
    }

    [Fact]
    public void Expectation_of_bins()
    {
        Tensor x = Draw(3, 6), centres = arange(-2.5, 3.5, 1, float64);
        Check(() => F.mse_loss((x.softmax(1) * centres).sum(1), tensor(new[] { 0.5, -1, 2 })), x);
    }

    [Fact]
    public void Resampling()
    {
        Tensor x = Draw(1, 2, 4, 4), grid = (Draw(1, 3, 3, 2).detach() * 0.4).requires_grad_();
        Check(() => F.grid_sample(x, grid, align_corners: false).square().sum(), x, grid);
        x.grad = null;
        Check(() => F.interpolate(x, [7, 5], mode: InterpolationMode.Bilinear).square().sum(), x);
    }

    [Fact]
    public void Backward_accumulates_and_grad_does_not()
    {
        Tensor x = tensor(new[] { 2f, 3f }).requires_grad_();
        (x * x).sum().backward();
        (x * x).sum().backward();
        Values.Equal([8, 12], x.grad!);
        Values.Equal([4, 6], autograd.grad([(x * x).sum()], [x])[0]);
        Values.Equal([8, 12], x.grad!);

        // d/dx (dy/dx)² = 8x for y = x²
        Tensor slope = autograd.grad([(x * x).sum()], [x], create_graph: true)[0];
        Values.Equal([16, 24], autograd.grad([slope.square().sum()], [x])[0]);
    }

    [Fact]
    public void No_graph_inside_no_grad_and_inference_mode()
    {
        Tensor x = ones(2).requires_grad_();
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (enable_grad()) Assert.True((x * 2).requires_grad);
            Assert.False(is_grad_enabled());
        }
        Assert.True((x * 2).requires_grad);
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.False((x * 2).requires_grad);
        }
        Assert.False(is_inference_mode_enabled());
        Assert.False(x.detach().requires_grad);
        Assert.Null(x.grad);
    }
}
