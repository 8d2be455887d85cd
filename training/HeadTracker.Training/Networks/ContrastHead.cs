using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>What contrastive learning puts on the encoder while it trains (MoCo v2: Chen et al. 2020): two linear layers, ReLU between them.</summary>
public sealed class ContrastHead : Module<Tensor, Tensor>
{
    [ComponentName(Name = "linear1")]
    private readonly Linear _linear1;

    [ComponentName(Name = "linear2")]
    private readonly Linear _linear2;

    /// <param name="features">Channels of the pooled features, and outputs of the first layer.</param>
    /// <param name="outputs">Of the second.</param>
    public ContrastHead(int features, int outputs)
        : base(nameof(ContrastHead))
    {
        _linear1 = Linear(features, features);
        _linear2 = Linear(features, outputs);
        RegisterComponents();
    }

    /// <summary>(B, features) → unit vectors (B, outputs).</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return functional.normalize(_linear2.call(_linear1.call(input).relu_())).MoveToOuterDisposeScope();
    }
}
