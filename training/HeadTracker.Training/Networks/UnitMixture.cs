using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// What a head sees of a stage (Doersch and Zisserman 2017): Σ α_m · Unit_m over its residual blocks, with Σ α² = 1, so that the sum varies as much as a unit
/// does. An L1 penalty on α makes each head choose a few of them.
/// </summary>
/// <remarks>
/// α = w/‖w‖ of learnt w, and the penalty is on α: on w it would shrink all of them, which changes nothing. Units are standardised over each image, since
/// blocks that add to each other's sums grow with depth, and a large unit would need a small α.
/// </remarks>
public sealed class UnitMixture : Module<IReadOnlyList<Tensor>, Tensor>
{
    [ComponentName(Name = "weights")]
    private readonly Parameter _weights;

    /// <param name="units">How many; each has the same α at first.</param>
    public UnitMixture(int units)
        : base(nameof(UnitMixture))
    {
        using (NewDisposeScope()) _weights = new Parameter(full(units, 1 / MathF.Sqrt(units)).DetachFromDisposeScope());
        RegisterComponents();
    }

    /// <summary>w: float32 (units), not all 0.</summary>
    public Parameter Weights => _weights;

    /// <summary>α: float32 (units), with its graph.</summary>
    public Tensor Shares()
    {
        using var scope = NewDisposeScope();
        return (_weights / _weights.square().sum().sqrt()).MoveToOuterDisposeScope();
    }

    /// <summary>Σ |α|, from 1 for one unit alone to the root of their number for all alike; with its graph.</summary>
    public Tensor Penalty()
    {
        using var scope = NewDisposeScope();
        return Shares().abs().sum().MoveToOuterDisposeScope();
    }

    /// <summary>Units (B, C, H, W), float32 or bfloat16 → (B, C, H, W) of the same.</summary>
    public override Tensor forward(IReadOnlyList<Tensor> units)
    {
        using var scope = NewDisposeScope();
        var shares = Shares();
        var mixed = units.Select((unit, i) => Standardised(unit) * shares[i]).Aggregate((sum, term) => sum + term);
        return mixed.to(units[0].dtype).MoveToOuterDisposeScope();
    }

    /// <summary>A unit as float32 of mean 0 and variance 1 over each image's channels and cells.</summary>
    public static Tensor Standardised(Tensor unit) => functional.layer_norm(unit.to(ScalarType.Float32), unit.shape[1..]);
}
