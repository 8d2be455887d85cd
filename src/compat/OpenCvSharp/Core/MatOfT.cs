namespace OpenCvSharp;

/// <summary>A Mat whose element type is known when compiled.</summary>
public class Mat<TElem> : Mat where TElem : unmanaged
{
    public Mat() : base(0, 0, ElementType.Of<TElem>())
    {
    }

    public Mat(int rows, int cols) : base(rows, cols, ElementType.Of<TElem>())
    {
    }

    public Mat(int rows, int cols, Scalar s) : base(rows, cols, ElementType.Of<TElem>(), s)
    {
    }

    public Mat(Size size) : base(size, ElementType.Of<TElem>())
    {
    }

    /// <summary>Another header of the same pixels.</summary>
    public Mat(Mat mat) : base(mat)
    {
    }

    public TElem[] ToArray() => GetArray<TElem>(out var data) ? data : [];
    public TElem[,] ToRectangularArray() => GetRectangularArray<TElem>(out var data) ? data : new TElem[0, 0];
}
