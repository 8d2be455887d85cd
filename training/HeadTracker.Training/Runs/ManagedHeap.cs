using System.Runtime;

namespace HeadTracker.Training.Runs;

/// <summary>
/// Keeps the garbage collector out of steps. TorchSharp 0.107 makes a native number of every number that goes into an operation and does not keep it alive
/// during the call: a collection in that instant takes the number away before it was read, and the operation fails or, worse, takes another number.
/// </summary>
/// <remarks>
/// Collecting between two steps makes room for some dozens. Native numbers are freed by finalizers, which the collection that a region without collections
/// begins with runs late or not at all (measured: of 320 objects 0 or 224 were freed; after one of its own that is waited for, all but the last 16).
/// Until then they lie between libtorch's freed blocks and keep them from being used again, which took a megabyte more in every step. Where a step
/// needs more than there is room for, the runtime collects as it always does. All this is of the whole process; calls are made by the thread that
/// trains or measures.
/// </remarks>
internal static class ManagedHeap
{
    /// <summary>Room for the steps up to the next collection, far more than they take, and after how much of it that comes.</summary>
    private const long Room = 192L << 20, Used = 4L << 20;

    private static long _allocatedBefore;

    private static bool IsHeld => GCSettings.LatencyMode == GCLatencyMode.NoGCRegion;

    /// <summary>To be called where no operation is under way: after some megabytes it collects, and then not before the next call.</summary>
    public static void Hold()
    {
        if (IsHeld && GC.GetTotalAllocatedBytes() - _allocatedBefore < Used) return;
        Release();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.TryStartNoGCRegion(Room);
        _allocatedBefore = GC.GetTotalAllocatedBytes();
    }

    /// <summary>Lets the runtime collect when it likes.</summary>
    public static void Release()
    {
        if (!IsHeld) return;
        try
        {
            GC.EndNoGCRegion();
        }
        catch (InvalidOperationException)
        {
            // Another thread has just used up the room, which ended it.
        }
    }
}
