using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>The C entry points of libLibTorchSharp.so (native/). A tensor handle owns one reference to its TensorImpl.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "LibTorchSharp";

    [LibraryImport(Library)] internal static partial byte* ts_last_error();
    [LibraryImport(Library)] internal static partial byte* ts_version();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial nint ts_find(string name, string overload);
    [LibraryImport(Library)] internal static partial NativeValue* ts_call(nint op, NativeValue* arguments, int count, out int resultCount);

    [LibraryImport(Library)] internal static partial int ts_describe(nint tensor, out Description description);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long ts_dimensions(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int ts_scalar_type(nint tensor);
    [LibraryImport(Library)] internal static partial void ts_free(nint tensor);
    [LibraryImport(Library)] internal static partial nint ts_from_blob(void* data, long* sizes, int dimensions, int scalarType, nint context, delegate* unmanaged<nint, void> done);
    [LibraryImport(Library)] internal static partial nint ts_index(nint tensor, NativeIndex* items, int count);
    [LibraryImport(Library)] internal static partial int ts_index_put(nint tensor, NativeIndex* items, int count, nint value, int accumulate);

    [LibraryImport(Library)] internal static partial int ts_set_requires_grad(nint tensor, int on);
    [LibraryImport(Library)] internal static partial nint ts_grad(nint tensor);
    [LibraryImport(Library)] internal static partial int ts_set_grad(nint tensor, nint grad);
    [LibraryImport(Library)] internal static partial int ts_set_data(nint tensor, nint data);
    [LibraryImport(Library)] internal static partial int ts_retain_grad(nint tensor);
    [LibraryImport(Library)] internal static partial int ts_backward(nint* roots, int rootCount, nint* grads, int gradCount, nint* inputs, int inputCount, int retainGraph, int createGraph);
    [LibraryImport(Library)] internal static partial int ts_grad_of(nint* roots, int rootCount, nint* inputs, int inputCount, nint* grads, int gradCount, int retainGraph, int createGraph, int allowUnused, nint* results);

    [LibraryImport(Library), SuppressGCTransition] internal static partial int ts_grad_enabled();
    [LibraryImport(Library), SuppressGCTransition] internal static partial void ts_set_grad_enabled(int on);
    [LibraryImport(Library)] internal static partial nint ts_inference_enter(int on);
    [LibraryImport(Library)] internal static partial void ts_inference_leave(nint guard);
    [LibraryImport(Library)] internal static partial int ts_inference_enabled();
    [LibraryImport(Library)] internal static partial int ts_anomaly_enabled();
    [LibraryImport(Library)] internal static partial int ts_anomaly_checks_nan();
    [LibraryImport(Library)] internal static partial void ts_set_anomaly(int on, int checkNaN);

    [LibraryImport(Library)] internal static partial int ts_manual_seed(ulong seed);
    [LibraryImport(Library)] internal static partial nint ts_generator_new(int deviceType, int deviceIndex, ulong seed);
    [LibraryImport(Library)] internal static partial nint ts_generator_default();
    [LibraryImport(Library)] internal static partial void ts_generator_free(nint generator);
    [LibraryImport(Library)] internal static partial int ts_generator_set_seed(nint generator, ulong seed);
    [LibraryImport(Library)] internal static partial ulong ts_generator_seed(nint generator);
    [LibraryImport(Library)] internal static partial ulong ts_generator_reseed(nint generator);
    [LibraryImport(Library)] internal static partial nint ts_generator_state(nint generator);
    [LibraryImport(Library)] internal static partial int ts_generator_set_state(nint generator, nint state);

    [LibraryImport(Library)] internal static partial int ts_set_default_dtype(int type);
    [LibraryImport(Library)] internal static partial int ts_threads();
    [LibraryImport(Library)] internal static partial int ts_set_threads(int count);
    [LibraryImport(Library)] internal static partial int ts_interop_threads();
    [LibraryImport(Library)] internal static partial int ts_set_interop_threads(int count);
    [LibraryImport(Library)] internal static partial int ts_cuda_devices();
    [LibraryImport(Library)] internal static partial int ts_cudnn();
    [LibraryImport(Library)] internal static partial int ts_cuda_synchronize(long device);
    [LibraryImport(Library)] internal static partial int ts_set_allow_tf32(int matmul, int cudnn);
    [LibraryImport(Library)] internal static partial int ts_deterministic();
    [LibraryImport(Library)] internal static partial int ts_set_deterministic(int on, int warnOnly);

    [LibraryImport(Library)] internal static partial int ts_adam(nint parameter, nint gradient, nint mean, nint square, nint peak, AdamStep* step);
    [LibraryImport(Library)] internal static partial int ts_sgd(nint parameter, nint gradient, nint buffer, SgdStep* step);

    /// <summary>Throws what real TorchSharp throws: libtorch's message in an <see cref="ExternalException"/>.</summary>
    internal static void Check(int status)
    {
        if (status != 0) throw Failure();
    }

    internal static nint Check(nint handle) => handle != 0 ? handle : throw Failure();

    internal static ExternalException Failure() => new(Marshal.PtrToStringUTF8((nint)ts_last_error()));
}
