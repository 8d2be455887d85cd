using TorchSharp.Interop;
using static TorchSharp.Interop.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A stream of random numbers with a state of its own.</summary>
    public class Generator : IDisposable
    {
        private nint handle;

        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            handle = Check(ts_generator_new((int)this.device.type, this.device.index, seed));
        }

        private Generator(nint handle)
        {
            device = CPU;
            this.handle = handle;
        }

        ~Generator() => Dispose(false);

        /// <summary>The CPU's shared generator, which torch.manual_seed seeds.</summary>
        public static Generator Default => new(Check(ts_generator_default()));

        public Device device { get; }
        public nint Handle => handle != 0 ? handle : throw new ObjectDisposedException(nameof(Generator));

        public Generator manual_seed(long seed)
        {
            Check(ts_generator_set_seed(Handle, (ulong)seed));
            return this;
        }

        public long initial_seed() => (long)ts_generator_seed(Handle);

        /// <summary>Seeds from the system's entropy and gives the seed.</summary>
        public long seed() => (long)ts_generator_reseed(Handle);

        public Tensor get_state() => new(Check(ts_generator_state(Handle)));
        public void set_state(Tensor value) => Check(ts_generator_set_state(Handle, value.Handle));

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            nint old = Interlocked.Exchange(ref handle, 0);
            if (old != 0) ts_generator_free(old);
        }
    }

    /// <summary>Seeds the default generators of every device.</summary>
    public static Generator manual_seed(long seed)
    {
        Check(ts_manual_seed((ulong)seed));
        return Generator.Default;
    }

    public static long initial_seed() => Generator.Default.initial_seed();
    public static long seed() => random.seed();
    public static Tensor get_rng_state() => Generator.Default.get_state();
    public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);

    public static class random
    {
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);
        public static long initial_seed() => torch.initial_seed();

        public static long seed()
        {
            long seed = BitConverter.ToInt64(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));
            torch.manual_seed(seed);
            return seed;
        }

        public static Tensor get_rng_state() => torch.get_rng_state();
        public static void set_rng_state(Tensor new_state) => torch.set_rng_state(new_state);
    }
}
