using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>A cv::VideoCapture.</summary>
internal sealed class CaptureHandle() : SafeHandle(0, true)
{
    public override bool IsInvalid => handle == 0;
    protected override bool ReleaseHandle() => Native.cvs_capture_delete(handle) == 0;
}
