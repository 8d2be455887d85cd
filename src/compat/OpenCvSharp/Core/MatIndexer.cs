namespace OpenCvSharp;

/// <summary>Reads and writes elements by index.</summary>
public abstract class MatIndexer<T> where T : unmanaged
{
    private protected MatIndexer()
    {
    }

    public abstract T this[int i0] { get; set; }
    public abstract T this[int i0, int i1] { get; set; }
    public abstract T this[int i0, int i1, int i2] { get; set; }
}
