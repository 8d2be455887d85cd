using TorchSharp.Interop;
using static TorchSharp.Interop.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    // Gradients of and through this tensor.
    public unsafe partial class Tensor
    {
        public bool requires_grad
        {
            get => Describe().RequiresGrad != 0;
            set => Check(ts_set_requires_grad(Handle, value ? 1 : 0));
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public bool is_leaf => Describe().Leaf != 0;

        /// <summary>The accumulated gradient, a new object on it at each call; null before any.</summary>
        public Tensor? grad
        {
            get => ts_grad(Handle) is var found && found != 0 ? new Tensor(found) : null;
            set => Check(ts_set_grad(Handle, value?.Handle ?? 0));
        }

        public void retain_grad() => Check(ts_retain_grad(Handle));

        public void backward() => backward(null);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward(this, grad_tensors, retain_graph, create_graph, inputs);

        public Tensor detach() => Aten.Call("detach", this);
        public Tensor detach_() => InPlace("detach_");

        /// <summary>For factories: sets what their last arguments ask for.</summary>
        internal Tensor Track(bool requires_grad, string[]? names = null)
        {
            if (names is not null) throw new NotSupportedException("This build of TorchSharp has no named dimensions; leave 'names' out.");
            if (requires_grad) this.requires_grad = true;
            return this;
        }
    }
}
