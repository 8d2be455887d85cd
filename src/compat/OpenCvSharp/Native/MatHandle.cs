using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>A cv::Mat, with the array it lies in pinned where managed code owns the pixels.</summary>
internal sealed class MatHandle() : SafeHandle(0, true)
{
    /// <summary>Stands for cv::noArray().</summary>
    public static MatHandle None { get; } = new();

    private GCHandle pinned;

    public override bool IsInvalid => handle == 0;

    public void Pin(GCHandle array) => pinned = array;

    protected override bool ReleaseHandle()
    {
        _ = Native.cvs_mat_delete(handle);
        if (pinned.IsAllocated) pinned.Free();
        return true;
    }
}
