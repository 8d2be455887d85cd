using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// What Barlow Twins puts on the encoder while it trains (Zbontar et al. 2021, §2.2): three linear layers of one size, batch norm and ReLU between them.
/// </summary>
public sealed class Projector : Module<Tensor, Tensor>
{
    /// <summary>Outputs of each layer in the HMTL paper (§4.3).</summary>
    public const int PaperSize = 2048;

    [ComponentName(Name = "linear1")]
    private readonly Linear _linear1;

    [ComponentName(Name = "bn1")]
    private readonly BatchNorm _bn1;

    [ComponentName(Name = "linear2")]
    private readonly Linear _linear2;

    [ComponentName(Name = "bn2")]
    private readonly BatchNorm _bn2;

    [ComponentName(Name = "linear3")]
    private readonly Linear _linear3;

    /// <param name="features">Channels of the pooled features.</param>
    /// <param name="size">Outputs of each layer.</param>
    public Projector(int features, int size = PaperSize)
        : base(nameof(Projector))
    {
        _linear1 = Linear(features, size, hasBias: false);
        _bn1 = new BatchNorm(size);
        _linear2 = Linear(size, size, hasBias: false);
        _bn2 = new BatchNorm(size);
        _linear3 = Linear(size, size, hasBias: false);
        RegisterComponents();
    }

    /// <summary>(B, features) → (B, size).</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = Normalised(_linear1.call(input), _bn1).relu_();
        x = Normalised(_linear2.call(x), _bn2).relu_();
        return _linear3.call(x).MoveToOuterDisposeScope();
    }

    /// <summary>The norm over a batch of vectors is that over a batch of one-pixel images.</summary>
    private static Tensor Normalised(Tensor vectors, BatchNorm norm) => norm.call(vectors.unsqueeze(-1).unsqueeze(-1)).flatten(1);
}
