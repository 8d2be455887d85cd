using System.Collections;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A shape: extents, outermost first.</summary>
    public struct Size : IEnumerable<long>
    {
        private readonly long[] extents;

        public Size(long[] shape) => extents = (long[])shape.Clone();
        public Size(int[] shape) => extents = Array.ConvertAll(shape, extent => (long)extent);
        public Size(IEnumerable<long> shape) => extents = [.. shape];
        public Size(long size) => extents = [size];

        public static readonly Size Empty = new(Array.Empty<long>());

        public long[] Shape => (long[])extents.Clone();
        public int Length => extents.Length;
        public bool IsEmpty => extents.Length == 0;
        public bool IsScalar => extents.Length == 0;
        public long this[int idx] => extents[idx];
        public long this[long idx] => extents[idx];

        public long numel()
        {
            long product = 1;
            foreach (long extent in extents) product *= extent;
            return product;
        }

        public static implicit operator Size(long[] size) => new(size);
        public static implicit operator Size(long size) => new(size);
        public static implicit operator Size((long, long) size) => new([size.Item1, size.Item2]);
        public static implicit operator Size((long, long, long) size) => new([size.Item1, size.Item2, size.Item3]);
        public static implicit operator Size((long, long, long, long) size) => new([size.Item1, size.Item2, size.Item3, size.Item4]);

        public static bool operator ==(Size left, Size right) => left.extents.AsSpan().SequenceEqual(right.extents);
        public static bool operator !=(Size left, Size right) => !(left == right);
        public override bool Equals(object? obj) => obj is Size other && this == other;

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (long extent in extents) hash.Add(extent);
            return hash.ToHashCode();
        }

        public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)extents).GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => extents.GetEnumerator();
    }
}
