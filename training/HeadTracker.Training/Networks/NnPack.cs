using System.Runtime.InteropServices;
using TorchSharp;

namespace HeadTracker.Training.Networks;

/// <summary>
/// libtorch's NNPACK: where it does not know the processor it says so on standard error at every convolution of a single picture,
/// thousands of lines in a run. oneDNN does all that it would do.
/// </summary>
internal static unsafe class NnPack
{
    /// <summary>
    /// Keeps libtorch from trying it. TorchSharp has no such setting, so it goes by libtorch's own
    /// <c>at::globalContext().setUserEnabledNNPACK(false)</c> under the names that its compilers on Linux and macOS give to both;
    /// Windows' libtorch is built without NNPACK.
    /// </summary>
    public static void TurnOff()
    {
        // Anything of TorchSharp's loads libtorch.
        _ = torch.get_num_threads();
        var file = OperatingSystem.IsMacOS() ? "libtorch_cpu.dylib" : "libtorch_cpu.so";
        if (OperatingSystem.IsWindows() || !NativeLibrary.TryLoad(file, typeof(torch).Assembly, null, out var library)) return;
        if (!NativeLibrary.TryGetExport(library, "_ZN2at13globalContextEv", out var globalContext)) return;
        if (!NativeLibrary.TryGetExport(library, "_ZN2at7Context20setUserEnabledNNPACKEb", out var setEnabled)) return;
        ((delegate* unmanaged<nint, byte, void>)setEnabled)(((delegate* unmanaged<nint>)globalContext)(), 0);
    }
}
