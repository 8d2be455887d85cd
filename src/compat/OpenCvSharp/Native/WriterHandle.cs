using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>A cv::VideoWriter.</summary>
internal sealed class WriterHandle() : SafeHandle(0, true)
{
    public override bool IsInvalid => handle == 0;
    protected override bool ReleaseHandle() => Native.cvs_writer_delete(handle) == 0;
}
