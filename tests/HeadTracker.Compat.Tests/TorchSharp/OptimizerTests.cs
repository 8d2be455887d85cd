using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HeadTracker.Compat.Tests.Torch;

/// <summary>Steps against the update formulas, worked in double precision beside the optimiser.</summary>
public sealed class OptimizerTests
{
    private static readonly double[] Start = [1, -2, 0.5];

    // d/dw of the sum of wᵢ⁴ / 4.
    private static double[] Slope(double[] weights) => [.. weights.Select(weight => weight * weight * weight)];

    private static void Compare(Func<Parameter, OptimizerHelper> make, Action<double[], double[]> update, int steps, ScalarType type)
    {
        using Parameter parameter = nn.Parameter(tensor(Start, type));
        using OptimizerHelper optimizer = make(parameter);
        double[] weights = [.. Start];
        for (int k = 0; k < steps; k++)
        {
            optimizer.zero_grad();
            (parameter.pow(4) / 4).sum().backward();
            optimizer.step();
            update(weights, Slope(weights));
            Values.Equal(weights, parameter, 2e-6);
        }
    }

    // float64 goes through tensor operators, float32 through the fused pass.
    public static TheoryData<ScalarType> Types => [ScalarType.Float32, ScalarType.Float64];

    [Theory, MemberData(nameof(Types))]
    public void Adam(ScalarType type)
    {
        double[] m = new double[3], v = new double[3];
        int step = 0;
        Compare(parameter => optim.Adam([parameter], 0.1, 0.8, 0.95, 1e-6, weight_decay: 0.01), (w, g) =>
        {
            step++;
            for (int k = 0; k < 3; k++)
            {
                double slope = g[k] + 0.01 * w[k];
                m[k] = 0.8 * m[k] + 0.2 * slope;
                v[k] = 0.95 * v[k] + 0.05 * slope * slope;
                w[k] -= 0.1 * (m[k] / (1 - Math.Pow(0.8, step))) / (Math.Sqrt(v[k] / (1 - Math.Pow(0.95, step))) + 1e-6);
            }
        }, 6, type);
    }

    [Theory, MemberData(nameof(Types))]
    public void Adam_with_amsgrad_keeps_the_largest_square(ScalarType type)
    {
        double[] m = new double[3], v = new double[3], peak = new double[3];
        int step = 0;
        Compare(parameter => optim.Adam([parameter], 0.1, beta2: 0.5, amsgrad: true), (w, g) =>
        {
            step++;
            for (int k = 0; k < 3; k++)
            {
                m[k] = 0.9 * m[k] + 0.1 * g[k];
                v[k] = 0.5 * v[k] + 0.5 * g[k] * g[k];
                peak[k] = Math.Max(peak[k], v[k]);
                w[k] -= 0.1 * (m[k] / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(peak[k] / (1 - Math.Pow(0.5, step))) + 1e-8);
            }
        }, 6, type);
    }

    [Theory, MemberData(nameof(Types))]
    public void AdamW_shrinks_the_weights_directly(ScalarType type)
    {
        double[] m = new double[3], v = new double[3];
        int step = 0;
        Compare(parameter => optim.AdamW([parameter], 0.1, weight_decay: 0.3), (w, g) =>
        {
            step++;
            for (int k = 0; k < 3; k++)
            {
                m[k] = 0.9 * m[k] + 0.1 * g[k];
                v[k] = 0.999 * v[k] + 0.001 * g[k] * g[k];
                w[k] = w[k] * (1 - 0.1 * 0.3) - 0.1 * (m[k] / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(v[k] / (1 - Math.Pow(0.999, step))) + 1e-8);
            }
        }, 6, type);
    }

    [Theory, MemberData(nameof(Types))]
    public void Sgd_with_nesterov_momentum_and_decay(ScalarType type)
    {
        double[]? buffer = null;
        Compare(parameter => optim.SGD([parameter], 0.05, momentum: 0.9, weight_decay: 0.1, nesterov: true), (w, g) =>
        {
            double[] slope = [.. g.Select((value, k) => value + 0.1 * w[k])];
            buffer = buffer is null ? [.. slope] : [.. buffer.Select((old, k) => 0.9 * old + slope[k])];
            for (int k = 0; k < 3; k++) w[k] -= 0.05 * (slope[k] + 0.9 * buffer[k]);
        }, 6, type);
    }

    [Theory, MemberData(nameof(Types))]
    public void Plain_sgd(ScalarType type) => Compare(parameter => optim.SGD([parameter], 0.1), (w, g) =>
    {
        for (int k = 0; k < 3; k++) w[k] -= 0.1 * g[k];
    }, 4, type);

    [Fact]
    public void The_fused_pass_follows_the_weights_layout()
    {
        manual_seed(1);
        Tensor values = randn(4, 3, 3, 3), slope = randn(4, 3, 3, 3);
        Tensor Step(Tensor weights)
        {
            Parameter parameter = nn.Parameter(weights);
            OptimizerHelper optimizer = optim.Adam([parameter], 0.1);
            for (int k = 0; k < 3; k++)
            {
                parameter.grad = slope * (k + 1);
                optimizer.step();
            }
            return parameter.detach();
        }
        Tensor plain = Step(values.clone());
        Tensor last = Step(values.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2));
        Assert.Equal(1, last.stride()[1]);
        Assert.True(plain.allclose(last, 1e-6, 1e-7));
    }

    [Fact]
    public void Groups_have_options_of_their_own()
    {
        using Parameter slow = nn.Parameter(ones(1)), fast = nn.Parameter(ones(1));
        using SGD optimizer = optim.SGD([new SGD.ParamGroup([slow], 0.1), new SGD.ParamGroup([fast], 1)], 0.5);
        slow.grad = ones(1);
        fast.grad = ones(1);
        optimizer.step();
        Values.Equal([0.9], slow);
        Values.Equal([0], fast);
        optimizer.ParamGroups.First().LearningRate = 0.4;
        optimizer.step();
        Values.Equal([0.5], slow);
        Values.Equal([-1], fast);
    }

    [Fact]
    public void State_carries_on_in_another_optimiser()
    {
        using Parameter first = nn.Parameter(tensor(Start, float32)), second = nn.Parameter(tensor(Start, float32));
        using Adam source = optim.Adam([first], 0.1), target = optim.Adam([second], 0.7);
        void Steps(Parameter parameter, Adam optimizer, int count)
        {
            for (int k = 0; k < count; k++)
            {
                optimizer.zero_grad();
                parameter.pow(4).sum().backward();
                optimizer.step();
            }
        }
        Steps(first, source, 3);
        using (no_grad()) second.copy_(first);
        target.load_state_dict(source.state_dict());
        Assert.Equal(3, ((Adam.State)target.state_dict().State[0]).step);
        Assert.True(target.state_dict().State[0].ApproximatelyEquals(source.state_dict().State[0]));
        Steps(first, source, 3);
        Steps(second, target, 3);
        Assert.True(first.Equals(second));
    }

    [Fact]
    public void Clipping_scales_to_the_joint_norm()
    {
        using Parameter a = nn.Parameter(zeros(1)), b = nn.Parameter(zeros(1));
        a.grad = full([1], 3.0);
        b.grad = full([1], 4.0);
        Assert.Equal(5, nn.utils.clip_grad_norm_([a, b], 1), 5);
        Values.Equal([0.6], a.grad!);
        Values.Equal([0.8], b.grad!);
        Assert.Equal(1, nn.utils.clip_grad_norm_([a, b], 2), 5);
        Values.Equal([0.6], a.grad!);
        nn.utils.clip_grad_value_([a, b], 0.7);
        Values.Equal([0.7], b.grad!);
    }

    [Fact]
    public void Schedules_follow_their_formulas()
    {
        void Follow(Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> make, Func<int, double> expected, int epochs = 10)
        {
            using Parameter parameter = nn.Parameter(ones(1));
            using SGD optimizer = optim.SGD([parameter], 0.4);
            optim.lr_scheduler.LRScheduler schedule = make(optimizer);
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                Assert.Equal(expected(epoch), optimizer.ParamGroups.First().LearningRate, 9);
                Assert.Equal(expected(epoch), schedule.get_last_lr().First(), 9);
                if (epoch < epochs - 1) schedule.step();
            }
        }
        Follow(o => optim.lr_scheduler.StepLR(o, 3, 0.5), epoch => 0.4 * Math.Pow(0.5, epoch / 3));
        Follow(o => optim.lr_scheduler.MultiStepLR(o, [2, 5], 0.1), epoch => epoch < 2 ? 0.4 : epoch < 5 ? 0.04 : 0.004);
        Follow(o => optim.lr_scheduler.ExponentialLR(o, 0.9), epoch => 0.4 * Math.Pow(0.9, epoch));
        Follow(o => optim.lr_scheduler.CosineAnnealingLR(o, 10, 0.1), epoch => 0.1 + 0.3 * (1 + Math.Cos(Math.PI * epoch / 10)) / 2);
        Follow(o => optim.lr_scheduler.LambdaLR(o, epoch => 1.0 / (epoch + 1)), epoch => 0.4 / (epoch + 1));
        Follow(o => optim.lr_scheduler.LinearLR(o, 0.5, 1, 4), epoch => 0.4 * (0.5 + 0.5 * Math.Min(epoch, 4) / 4));
        double start = 1.0 / 25, last = start / 1e4;
        Follow(o => optim.lr_scheduler.OneCycleLR(o, 1.0, total_steps: 10), step => step <= 2
            ? 1 + (start - 1) / 2 * (1 + Math.Cos(Math.PI * step / 2))
            : last + (1 - last) / 2 * (1 + Math.Cos(Math.PI * (step - 2) / 7)));
    }
}
