using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>(…, in) to (…, out): x·Wᵀ + b, W of (out, in).</summary>
    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        internal Linear(Parameter weight, Parameter? bias) : base(nameof(Linear))
        {
            (this.weight, this.bias) = (weight, bias);
            register_parameter(nameof(weight), weight);
            if (bias is not null) register_parameter(nameof(bias), bias);
            ComponentsAreRegistered();
        }

        public Parameter weight { get; }
        public Parameter? bias { get; }
        public long in_features => weight.shape[1];
        public long out_features => weight.shape[0];

        public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, weight, bias);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null)
            {
                var weight = new Modules.Parameter(empty(outputSize, inputSize, dtype, device));
                init.kaiming_uniform_(weight, a: Math.Sqrt(5));
                if (!hasBias) return new Modules.Linear(weight, null);
                var bias = new Modules.Parameter(empty(outputSize, dtype, device));
                double bound = inputSize > 0 ? 1 / Math.Sqrt(inputSize) : 0;
                init.uniform_(bias, -bound, bound);
                return new Modules.Linear(weight, bias);
            }

            public static Modules.Linear Linear(Modules.Parameter weight, Modules.Parameter? bias = null) => new(weight, bias);
        }
    }
}
