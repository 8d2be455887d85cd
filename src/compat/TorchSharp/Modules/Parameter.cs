namespace TorchSharp.Modules;

/// <summary>A leaf tensor that an optimiser trains. It takes the native tensor over: <c>data</c> is invalid afterwards.</summary>
public sealed class Parameter : torch.Tensor
{
    public Parameter(torch.Tensor data, bool requires_grad = true) : base(TakeOver(data, requires_grad, out DisposeScope? scope), inScope: false) => scope?.Attach(this);

    private static nint TakeOver(torch.Tensor data, bool requiresGrad, out DisposeScope? scope)
    {
        scope = data.OwningDisposeScope;
        return data.with_requires_grad(requiresGrad).DecoupleFromNativeHandle();
    }
}
