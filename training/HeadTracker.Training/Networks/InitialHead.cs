using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>What <see cref="InitialHead"/> makes of a feature map.</summary>
/// <param name="Features">The task's own, which other tasks may look at.</param>
/// <param name="Answer">What the task says so far, float32 (B, outputs, M, M).</param>
public readonly record struct InitialAnswer(Tensor Features, Tensor Answer);

/// <summary>A task's head in the front end of a decoder: two residual blocks, then a linear layer (thesis of Vandenhende 2022, 5.3.1).</summary>
public sealed class InitialHead : Module<Tensor, InitialAnswer>
{
    [ComponentName(Name = "first")]
    private readonly BasicBlock _first;

    [ComponentName(Name = "second")]
    private readonly BasicBlock _second;

    [ComponentName(Name = "answer")]
    private readonly PixelAnswer _answer;

    /// <param name="inputs">Channels that come in.</param>
    /// <param name="channels">Of the task's features.</param>
    /// <param name="outputs">Numbers per cell.</param>
    /// <param name="side">M: cells a side of the answer.</param>
    public InitialHead(int inputs, int channels, int outputs, int side)
        : base(nameof(InitialHead))
    {
        _first = new BasicBlock(inputs, channels, new Sampling(1));
        _second = new BasicBlock(channels, channels, new Sampling(1));
        _answer = new PixelAnswer(channels, outputs, side);
        RegisterComponents();
    }

    /// <summary>(B, inputs, H, W) → the task's features (B, channels, H, W) and answer.</summary>
    public override InitialAnswer forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var features = _second.call(_first.call(input));
        return new(features.MoveToOuterDisposeScope(), _answer.call(features).MoveToOuterDisposeScope());
    }
}
