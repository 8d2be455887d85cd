using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // Layers as functions of their weights.
        public static partial class functional
        {
            public static Tensor conv2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                Aten.Call("conv2d", input, weight, bias, strides ?? Ones, padding ?? Zeros, dilation ?? Ones, groups);
            public static Tensor conv2d_padding(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, Padding padding = Padding.Valid, long[]? dilation = null, long groups = 1) =>
                Aten.Call("conv2d.padding", input, weight, bias, strides ?? Ones, padding == Padding.Same ? "same" : "valid", dilation ?? Ones, groups);
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => Aten.Call("linear", input, weights, bias);
            public static Tensor batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null, bool training = false, double momentum = 0.1, double eps = 1e-5) =>
                Aten.Call("batch_norm", input, weight, bias, running_mean, running_var, training, momentum, eps, true);
            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
                Aten.Call("layer_norm", input, normalized_shape, weight, bias, eps);
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace ? InPlace(input, "dropout_", input, p, training) : Aten.Call("dropout", input, p, training);


            private static readonly long[] Ones = [1, 1], Zeros = [0, 0];

            private static long[] Twice(long extent) => [extent, extent];
            private static long[] Pair((long, long) pair) => [pair.Item1, pair.Item2];
            private static long[]? Pair((long, long)? pair) => pair is { } some ? Pair(some) : null;

            private static Tensor InPlace(Tensor target, string op, params ReadOnlySpan<Arg> arguments)
            {
                Aten.Run(op, arguments);
                return target;
            }
        }
    }
}
