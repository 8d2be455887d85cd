using System.Runtime.InteropServices;

namespace HeadTracker.Training.Runs;

/// <summary>
/// glibc's heap, where libtorch's tensors of one step are freed and those of the next are made: by default it gives large blocks back to the system at
/// once, and every step waits for the system to hand out the same memory anew, page by page.
/// </summary>
internal static unsafe class NativeHeap
{
    // glibc's malloc.h: M_TRIM_THRESHOLD and M_MMAP_THRESHOLD.
    private const int TrimThreshold = -1, MapThreshold = -3;

    /// <summary>Keeps what is freed for the next step, in this process, up to its end. Does nothing where the C library is another.</summary>
    public static void KeepFreed()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out var library)) return;
        if (!NativeLibrary.TryGetExport(library, "mallopt", out var address)) return;
        var set = (delegate* unmanaged<int, int, int>)address;
        set(TrimThreshold, int.MaxValue);
        set(MapThreshold, 1 << 30);
    }
}
