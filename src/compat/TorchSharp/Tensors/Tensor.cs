using TorchSharp.Interop;
using static TorchSharp.Interop.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A handle on a libtorch tensor: one native reference, freed by Dispose, by the dispose scope that owns it, or by the finalizer.</summary>
    /// <remarks>In-place operations (names ending in _) return this very object. Views are objects of their own on shared storage.</remarks>
    public partial class Tensor : IDisposable
    {
        private static long total, peak;

        private nint handle;

        internal DisposeScope? OwningDisposeScope { get; set; }

        internal Tensor(nint handle) : this(handle, inScope: true) { }

        internal Tensor(nint handle, bool inScope)
        {
            this.handle = handle;
            long count = Interlocked.Increment(ref total);
            if (count > Interlocked.Read(ref peak)) Interlocked.Exchange(ref peak, count);
            OwningDisposeScope = DisposeScopeManager.Register(this, inScope);
        }

        ~Tensor() => Dispose(false);

        /// <summary>Tensors alive, here and at most, over the whole process.</summary>
        public static long TotalCount => Interlocked.Read(ref total);
        public static long PeakCount => Interlocked.Read(ref peak);

        public nint Handle => handle != 0 ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        public bool IsInvalid => handle == 0;

        public void Dispose()
        {
            OwningDisposeScope?.MarkAsDisposed(this);
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            nint old = Interlocked.Exchange(ref handle, 0);
            if (old == 0) return;
            if (disposing) DisposeScopeManager.Disposed(OwningDisposeScope is not null);
            Interlocked.Decrement(ref total);
            OwningDisposeScope = null;
            ts_free(old);
        }

        /// <summary>Gives the native reference to the caller and leaves this object invalid.</summary>
        public nint DecoupleFromNativeHandle()
        {
            nint taken = Handle;
            OwningDisposeScope?.Detach(this);
            handle = 0;
            Interlocked.Decrement(ref total);
            DisposeScopeManager.Disposed(inScope: false);
            GC.SuppressFinalize(this);
            return taken;
        }

        public static Tensor UnsafeCreateTensor(nint handle) => new(Check(handle));

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is { } owner) owner.MoveToOther(other, this);
            else other?.Attach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        /// <summary>Runs an operator that writes into this tensor.</summary>
        private Tensor InPlace(string op, params ReadOnlySpan<Arg> rest)
        {
            Arg[] all = [this, .. rest];
            Aten.Run(op, all);
            return this;
        }

        /// <summary>Another object on the same native tensor, gradient included.</summary>
        public Tensor alias() => Aten.Call("alias", this);

        internal Description Describe()
        {
            Check(ts_describe(Handle, out Description description));
            GC.KeepAlive(this);
            return description;
        }

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        /// <summary>Whether shapes and all elements are the same.</summary>
        public bool Equals(Tensor target) => ReferenceEquals(this, target) || Aten.CallBool("equal", this, target);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }
}
