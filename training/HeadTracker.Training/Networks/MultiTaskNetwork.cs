using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>What <see cref="MultiTaskNetwork"/> says about a batch.</summary>
/// <param name="Pose">The pose heads' output.</param>
/// <param name="Answers">The other tasks', in their order.</param>
/// <param name="Shared">The last feature map that all tasks come from.</param>
public sealed record MultiTaskOutput(PoseOutput Pose, IReadOnlyList<Tensor> Answers, Tensor Shared);

/// <summary>A pose network that shares its backbone with other tasks' heads while it trains (thesis of Vandenhende 2022, ch. 2).</summary>
/// <remarks>The pose network is whole in itself: it forwards, is saved and is exported without knowing of the heads.</remarks>
public sealed class MultiTaskNetwork : Module<Tensor, MultiTaskOutput>
{
    [ComponentName(Name = "pose")]
    private readonly PoseNetwork _pose;

    [ComponentName(Name = "heads")]
    private readonly TaskHeads _heads;

    /// <param name="pose">Trained along; this network owns it.</param>
    /// <param name="heads">Of the other tasks; now owned by this network too.</param>
    public MultiTaskNetwork(PoseNetwork pose, TaskHeads heads)
        : base(nameof(MultiTaskNetwork))
    {
        (_pose, _heads) = (pose, heads);
        RegisterComponents();
    }

    /// <summary>The plain network: what is evaluated and exported.</summary>
    public PoseNetwork Pose => _pose;

    /// <summary>What vanishes after training.</summary>
    public TaskHeads Heads => _heads;

    /// <summary>Normalised images (B, 3, H, W) → poses and the other tasks' answers.</summary>
    public override MultiTaskOutput forward(Tensor input)
    {
        var stages = _pose.Backbone.StageFeatures(input);
        using var pooled = stages[^1].mean([2, 3], type: ScalarType.Float32);
        var output = new MultiTaskOutput(_pose.Heads.call(pooled), _heads.call(stages), stages[^1]);
        foreach (var inner in stages[..^1]) inner.Dispose();
        return output;
    }
}
