using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>A cv::Ptr to a cv::CLAHE.</summary>
internal sealed class ClaheHandle() : SafeHandle(0, true)
{
    public override bool IsInvalid => handle == 0;
    protected override bool ReleaseHandle() => Native.cvs_clahe_delete(handle) == 0;
}
