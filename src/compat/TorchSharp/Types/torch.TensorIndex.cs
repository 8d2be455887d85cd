using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>One place in an index expression: an integer, a slice, a tensor, a bool, None or an ellipsis.</summary>
    public struct TensorIndex
    {
        private NativeIndex native;
        private Tensor? tensor;

        private TensorIndex(IndexKind kind, long start = 0, long stop = 0, long step = 0, Tensor? tensor = null)
        {
            native = new NativeIndex { Kind = kind, Start = start, Stop = stop, Step = step };
            this.tensor = tensor;
        }

        public static readonly TensorIndex None = new(IndexKind.None);
        public static readonly TensorIndex Null = None;
        public static readonly TensorIndex Ellipsis = new(IndexKind.Ellipsis);
        public static readonly TensorIndex Colon = Slice();

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null)
        {
            long stride = step ?? 1;
            // libtorch's Slice takes the ends of the range for "not given".
            return new TensorIndex(IndexKind.Slice, start ?? (stride < 0 ? long.MaxValue : 0), stop ?? (stride < 0 ? long.MinValue : long.MaxValue), stride);
        }

        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);

        public static TensorIndex Slice(Range range) => Slice(
            range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value,
            !range.End.IsFromEnd ? range.End.Value : range.End.Value == 0 ? null : -range.End.Value);

        public static TensorIndex Bool(bool value) => new(IndexKind.Bool, value ? 1 : 0);
        public static TensorIndex Single(long? index) => index is { } some ? new(IndexKind.Integer, some) : None;
        public static TensorIndex Tensor(Tensor tensor) => new(IndexKind.Tensor, tensor: tensor);

        public static implicit operator TensorIndex(long value) => Single(value);
        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);
        public static implicit operator TensorIndex(Range range) => Slice(range);
        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);

        internal static unsafe void Write(ReadOnlySpan<TensorIndex> indices, NativeIndex* items)
        {
            for (int k = 0; k < indices.Length; k++)
            {
                items[k] = indices[k].native;
                if (indices[k].tensor is { } tensor) items[k].Tensor = tensor.Handle;
            }
        }

        internal static void KeepAlive(ReadOnlySpan<TensorIndex> indices)
        {
            foreach (ref readonly TensorIndex index in indices) GC.KeepAlive(index.tensor);
        }
    }
}
