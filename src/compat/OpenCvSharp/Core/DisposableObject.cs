namespace OpenCvSharp;

/// <summary>Disposes once; disposing again does nothing.</summary>
public abstract class DisposableObject : IDisposable
{
    public bool IsDisposed { get; protected set; }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(IsDisposed, this);

    protected virtual void Dispose(bool disposing)
    {
        if (IsDisposed) return;
        IsDisposed = true;
        if (disposing) DisposeManaged();
    }

    private protected virtual void DisposeManaged()
    {
    }
}
