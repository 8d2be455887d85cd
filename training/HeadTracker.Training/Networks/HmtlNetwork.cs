using HeadTracker.Training.Pretext;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>What <see cref="HmtlNetwork"/> says about a batch.</summary>
/// <param name="Pose">The supervised heads' output.</param>
/// <param name="Pretext">The self-supervised branches'.</param>
/// <param name="Shared">The features at the branching point, which both come from.</param>
public sealed record HmtlOutput(PoseOutput Pose, PretextOutput Pretext, Tensor Shared);

/// <summary>
/// Hybrid multi-task learning (the HMTL paper's §3.1, fig. 1): a pose network that shares its first stages with self-supervised branches while it
/// trains. Puzzling and rotation have a branch each, at the same point.
/// </summary>
/// <remarks>
/// The pose network is whole in itself: it forwards, is saved and is exported without knowing of the branches.
/// </remarks>
public sealed class HmtlNetwork : Module<Tensor, HmtlOutput>
{
    /// <summary>Dropout before the supervised heads (§4.2).</summary>
    public const double DropoutRate = 0.5;

    /// <summary>The branching point the paper found best (table 1).</summary>
    public const int BestPoint = 3;

    [ComponentName(Name = "pose")]
    private readonly PoseNetwork _pose;

    [ComponentName(Name = "branches")]
    private readonly PretextBranches _branches;

    [ComponentName(Name = "dropout")]
    private readonly SharedDropout _dropout;
    private readonly int _point;

    /// <param name="pose">Trained along; this network owns it.</param>
    /// <param name="task">What the branches have to find; null for supervised learning alone.</param>
    /// <param name="inputSize">Side of the input.</param>
    /// <param name="point">After which of the backbone's four stages they leave, 1 … 4.</param>
    /// <param name="dropoutRate">Before the supervised heads.</param>
    public HmtlNetwork(PoseNetwork pose, PretextTask? task, int inputSize, int point = BestPoint, double dropoutRate = DropoutRate)
        : base(nameof(HmtlNetwork))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(point, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(point, ResNet.Stages);
        _pose = pose;
        _point = point;
        _branches = new PretextBranches(pose.Definition.Shape, task, point, inputSize);
        _dropout = new SharedDropout(dropoutRate);
        RegisterComponents();
    }

    /// <summary>The plain network: what is evaluated and exported, and what may be another training's initial weights.</summary>
    public PoseNetwork Pose => _pose;

    /// <summary>What vanishes after training.</summary>
    public PretextBranches Branches => _branches;

    /// <summary>Normalised images (B, 3, H, W), puzzled or turned → poses and what was done to them.</summary>
    public override HmtlOutput forward(Tensor input)
    {
        var shared = _pose.Backbone.FeaturesAt(input, _point);
        using var features = _pose.Backbone.FeaturesFrom(shared, _point);
        using var pooled = features.mean([2, 3], type: ScalarType.Float32);
        using var kept = _dropout.call(pooled);
        return new HmtlOutput(_pose.Heads.call(kept), _branches.call(shared), shared);
    }
}
