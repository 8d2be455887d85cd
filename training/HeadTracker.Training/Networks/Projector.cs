using TorchSharp;
using TorchSharp.Modules;
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

    private readonly Linear linear1;
    private readonly BatchNorm2d bn1;
    private readonly Linear linear2;
    private readonly BatchNorm2d bn2;
    private readonly Linear linear3;

    /// <param name="features">Channels of the pooled features.</param>
    /// <param name="size">Outputs of each layer.</param>
    public Projector(int features, int size = PaperSize)
        : base(nameof(Projector))
    {
        linear1 = Linear(features, size, hasBias: false);
        bn1 = BatchNorm2d(size);
        linear2 = Linear(size, size, hasBias: false);
        bn2 = BatchNorm2d(size);
        linear3 = Linear(size, size, hasBias: false);
        RegisterComponents();
    }

    /// <summary>(B, features) → (B, size).</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = Normalised(linear1.call(input), bn1).relu_();
        x = Normalised(linear2.call(x), bn2).relu_();
        return linear3.call(x).MoveToOuterDisposeScope();
    }

    /// <summary>The norm over a batch of vectors is that over a batch of one-pixel images.</summary>
    private static Tensor Normalised(Tensor vectors, BatchNorm2d norm) => norm.call(vectors.unsqueeze(-1).unsqueeze(-1)).flatten(1);
}
