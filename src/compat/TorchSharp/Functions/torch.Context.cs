using System.Runtime.InteropServices;
using TorchSharp.Interop;
using static TorchSharp.Interop.NativeMethods;

namespace TorchSharp;

// State of the thread (gradients on or off) and of the process (threads, determinism, CUDA).
public static unsafe partial class torch
{
    public static string __version__ => Marshal.PtrToStringUTF8((nint)ts_version())!;

    /// <summary>Until disposed, operations on this thread record no graph.</summary>
    public static IDisposable no_grad() => set_grad_enabled(false);
    public static IDisposable enable_grad(bool enabled = true) => set_grad_enabled(enabled);
    public static bool is_grad_enabled() => ts_grad_enabled() != 0;

    public static IDisposable set_grad_enabled(bool mode = true)
    {
        int before = ts_grad_enabled();
        ts_set_grad_enabled(mode ? 1 : 0);
        return new Restore(() => ts_set_grad_enabled(before));
    }

    /// <summary>As no_grad, and tensors made inside can never enter a graph. Must be disposed on the thread that made it.</summary>
    public static IDisposable inference_mode(bool mode = true)
    {
        nint guard = ts_inference_enter(mode ? 1 : 0);
        return new Restore(() => ts_inference_leave(guard));
    }

    public static bool is_inference_mode_enabled() => ts_inference_enabled() != 0;

    public static int get_num_threads() => ts_threads();
    public static void set_num_threads(int num) => Check(ts_set_threads(num));
    public static int get_num_interop_threads() => ts_interop_threads();
    public static void set_num_interop_threads(int num) => Check(ts_set_interop_threads(num));

    public static bool are_deterministic_algorithms_enabled() => (ts_deterministic() & 1) != 0;

    public static IDisposable use_deterministic_algorithms(bool mode = true, bool warn_only = false)
    {
        int before = ts_deterministic();
        Check(ts_set_deterministic(mode ? 1 : 0, warn_only ? 1 : 0));
        return new Restore(() => Check(ts_set_deterministic(before & 1, before >> 1)));
    }

    private sealed class Restore(Action undo) : IDisposable
    {
        private Action? undo = undo;

        public void Dispose() => Interlocked.Exchange(ref undo, null)?.Invoke();
    }

    public static partial class cuda
    {
        public static bool is_available() => device_count() > 0;
        public static bool is_cudnn_available() => ts_cudnn() != 0;
        public static int device_count() => ts_cuda_devices();
        public static void manual_seed(long seed) => torch.manual_seed(seed);
        public static void manual_seed_all(long seed) => torch.manual_seed(seed);

        /// <summary>Waits until the device has done all that was asked of it.</summary>
        public static void synchronize(Device? device = null) => Check(ts_cuda_synchronize(device?.index ?? -1));
    }

    public static partial class backends
    {
        public static partial class cuda
        {
            public static partial class matmul
            {
                private static bool tf32;

                /// <summary>Whether float32 products may round their inputs to TF32.</summary>
                public static bool allow_tf32
                {
                    get => tf32;
                    set => Check(ts_set_allow_tf32((tf32 = value) ? 1 : 0, -1));
                }
            }
        }

        public static partial class cudnn
        {
            private static bool tf32 = true;

            public static bool allow_tf32
            {
                get => tf32;
                set => Check(ts_set_allow_tf32(-1, (tf32 = value) ? 1 : 0));
            }
        }
    }
}
