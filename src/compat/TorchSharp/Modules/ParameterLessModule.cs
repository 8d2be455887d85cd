namespace TorchSharp.Modules;

/// <summary>A module without state; it refuses to be given any.</summary>
public abstract class ParameterLessModule<T1, TResult> : torch.nn.Module<T1, TResult>
{
    protected ParameterLessModule(string name) : base(name) { }

    protected internal override torch.nn.Module _to(torch.Device device, torch.ScalarType dtype, bool non_blocking) => this;
    protected internal override torch.nn.Module _to(torch.ScalarType dtype, bool non_blocking) => this;
    protected internal override torch.nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    public override void register_buffer(string name, torch.Tensor tensor, bool persistent = true) => throw Refusal("buffers");
    public override void register_parameter(string name, Parameter param) => throw Refusal("parameters");
    public override void register_module(string name, torch.nn.Module submodule) => throw Refusal("submodules");

    private InvalidOperationException Refusal(string what) => new($"A module without parameters ({GetName()}) cannot have {what}.");
}
