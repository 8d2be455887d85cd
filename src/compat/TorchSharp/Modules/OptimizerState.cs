namespace TorchSharp.Modules;

/// <summary>What an optimiser remembers of one parameter from step to step.</summary>
public abstract class OptimizerState
{
    protected readonly Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    /// <summary>Makes the tensors, shaped and laid out as the parameter.</summary>
    public virtual void Initialize(OptimizerOptions options) { }

    /// <summary>Copies another state's values into this one.</summary>
    public abstract void LoadStateDict(OptimizerState source);
    public abstract void to(torch.Device device);
    public virtual bool ApproximatelyEquals(OptimizerState other) => false;

    internal abstract void Free();

    private protected torch.Tensor Zeros() => torch.zeros_like(_parameter).DetachFromDisposeScope();

    private protected static void Move(ref torch.Tensor? tensor, torch.Device device)
    {
        if (tensor is null) return;
        torch.Tensor moved = tensor.to(device).DetachFromDisposeScope();
        tensor.Dispose();
        tensor = moved;
    }
}
