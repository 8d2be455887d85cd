using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>
/// An object of OpenCV's in a safe handle: it is freed by the finalizer if nobody disposes, stays alive through a call that
/// runs on another thread, and throws <see cref="ObjectDisposedException"/> when used afterwards.
/// </summary>
public abstract class CvObject : DisposableObject
{
    private protected CvObject()
    {
    }

    /// <summary>The native object, valid while this one lives.</summary>
    public nint CvPtr
    {
        get
        {
            ThrowIfDisposed();
            return Resource.DangerousGetHandle();
        }
    }

    private protected abstract SafeHandle Resource { get; }

    private protected override void DisposeManaged() => Resource.Dispose();
}
