using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HeadTracker.Training.Networks;

/// <summary>
/// What one task has of its own in a residual block (attentive single-tasking of multiple tasks, ASTMT: Maninis et al. 2019): a 1×1 convolution beside the
/// block's last 3×3 one, a residual adapter, and a gate over the channels that the block adds to its input.
/// </summary>
public sealed class BlockAdapter : Module
{
    [ComponentName(Name = "beside")]
    private readonly Convolution _beside;

    [ComponentName(Name = "gate")]
    private readonly ChannelGate _gate;

    /// <param name="width">Channels of the 3×3 convolution.</param>
    /// <param name="outputs">Channels of the block.</param>
    /// <param name="stride">The 3×3 convolution's.</param>
    public BlockAdapter(int width, int outputs, int stride)
        : base(nameof(BlockAdapter))
    {
        _beside = new Convolution(width, width, 1, stride);
        _gate = new ChannelGate(outputs);
        RegisterComponents();
        // Tasks begin with the same network.
        using var none = no_grad();
        _beside.Weight.zero_();
    }

    /// <summary>Half open at the beginning, as these gates are.</summary>
    public ChannelGate Gate => _gate;

    /// <summary>The 3×3 convolution's result with the task's own beside it.</summary>
    /// <param name="input">The convolution's.</param>
    /// <param name="output">The convolution's.</param>
    internal Tensor Adapt(Tensor input, Tensor output) => output + _beside.call(input);

    /// <summary>As much of the residual path as the task lets through.</summary>
    internal Tensor Pass(Tensor residual) => _gate.call(residual);
}

/// <summary>A residual block that tasks can adapt.</summary>
internal interface IAdaptableBlock
{
    /// <summary>The block for one task.</summary>
    Tensor For(BlockAdapter? task, Tensor input);
}
