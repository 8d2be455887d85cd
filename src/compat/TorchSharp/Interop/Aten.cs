using System.Collections.Concurrent;
using static TorchSharp.Interop.NativeMethods;

namespace TorchSharp.Interop;

/// <summary>Calls ATen operators by the names of their schemas, e.g. "sum.dim_IntList", arguments in the schema's order.</summary>
/// <remarks>Arguments left out at the end take the schema's defaults. Errors are libtorch's own, as ExternalException.</remarks>
internal static unsafe class Aten
{
    private static readonly ConcurrentDictionary<string, nint> Operators = new();

    internal static torch.Tensor Call(string op, params ReadOnlySpan<Arg> arguments) => new(Invoke(op, arguments, 1)[0].AsTensor());

    internal static (torch.Tensor, torch.Tensor) Call2(string op, params ReadOnlySpan<Arg> arguments)
    {
        NativeValue* results = Invoke(op, arguments, 2);
        return (new(results[0].AsTensor()), new(results[1].AsTensor()));
    }

    internal static (torch.Tensor, torch.Tensor, torch.Tensor) Call3(string op, params ReadOnlySpan<Arg> arguments)
    {
        NativeValue* results = Invoke(op, arguments, 3);
        return (new(results[0].AsTensor()), new(results[1].AsTensor()), new(results[2].AsTensor()));
    }

    internal static torch.Tensor[] CallList(string op, params ReadOnlySpan<Arg> arguments)
    {
        NativeValue* results = Invoke(op, arguments, out int count);
        var list = new torch.Tensor[count];
        for (int k = 0; k < count; k++) list[k] = new(results[k].AsTensor());
        return list;
    }

    internal static bool CallBool(string op, params ReadOnlySpan<Arg> arguments) => Invoke(op, arguments, 1)[0].Bits != 0;

    internal static Scalar CallScalar(string op, params ReadOnlySpan<Arg> arguments)
    {
        NativeValue result = *Invoke(op, arguments, 1);
        return new Scalar(result.Kind, result.Bits);
    }

    /// <summary>For operators whose results alias their arguments: the references that come back are dropped.</summary>
    internal static void Run(string op, params ReadOnlySpan<Arg> arguments)
    {
        NativeValue* results = Invoke(op, arguments, out int count);
        for (int k = 0; k < count; k++)
        {
            if (results[k].Kind == ValueKind.Tensor && results[k].Bits != 0) ts_free((nint)results[k].Bits);
        }
    }

    private static nint AsTensor(this in NativeValue value) => (nint)value.Bits;

    private static NativeValue* Invoke(string op, ReadOnlySpan<Arg> arguments, int expected)
    {
        NativeValue* results = Invoke(op, arguments, out int count);
        return count == expected ? results : throw new InvalidOperationException($"aten::{op} gave {count} results where {expected} were expected.");
    }

    private static NativeValue* Invoke(string op, ReadOnlySpan<Arg> arguments, out int resultCount)
    {
        int words = 0;
        foreach (ref readonly Arg argument in arguments) words += argument.Words;
        const int onStack = 256;
        long* scratch = stackalloc long[onStack];
        if (words <= onStack) return Invoke(op, arguments, scratch, out resultCount);
        fixed (long* heap = new long[words]) return Invoke(op, arguments, heap, out resultCount);
    }

    private static NativeValue* Invoke(string op, ReadOnlySpan<Arg> arguments, long* scratch, out int resultCount)
    {
        NativeValue* values = stackalloc NativeValue[arguments.Length];
        for (int k = 0; k < arguments.Length; k++)
        {
            ref readonly Arg argument = ref arguments[k];
            int words = argument.Words;
            values[k] = new NativeValue { Kind = argument.Kind, Count = argument.Count, Bits = words > 0 ? (long)scratch : argument.Bits };
            CopyList(argument.Held, scratch);
            scratch += words;
        }
        NativeValue* results = ts_call(Operators.GetOrAdd(op, Find), values, arguments.Length, out resultCount);
        foreach (ref readonly Arg argument in arguments) GC.KeepAlive(argument.Held);
        return results is null ? throw Failure() : results;
    }

    private static void CopyList(object? held, long* scratch)
    {
        switch (held)
        {
            case long[] integers: integers.CopyTo(new Span<long>(scratch, integers.Length)); break;
            case double[] reals: reals.CopyTo(new Span<double>(scratch, reals.Length)); break;
            case byte[] text: text.CopyTo(new Span<byte>(scratch, text.Length)); break;
            case torch.Tensor[] tensors:
                for (int k = 0; k < tensors.Length; k++) scratch[k] = tensors[k] is { } tensor ? tensor.Handle : 0;
                break;
        }
    }

    private static nint Find(string op)
    {
        int dot = op.IndexOf('.');
        return dot < 0 ? Check(ts_find(op, "")) : Check(ts_find(op[..dot], op[(dot + 1)..]));
    }
}
