using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>
/// A dense n-dimensional array, row by row. The object owns a header that is freed with it; the pixels are counted by
/// reference and shared by every header made from it (<see cref="SubMat(Rect)"/>, <see cref="Reshape(int, int)"/>).
/// Not safe for two threads that write.
/// </summary>
public partial class Mat : CvObject
{
    private InputArray? input;
    private OutputArray? output;
    private InputOutputArray? inputOutput;

    internal Mat(MatHandle handle) => Handle = handle;

    /// <summary>An empty Mat, the usual target of a function.</summary>
    public Mat()
    {
        Native.Check(Native.cvs_mat_new(out var handle));
        Handle = handle;
    }

    /// <summary>Another header of the same pixels.</summary>
    protected Mat(Mat m)
    {
        Native.Check(Native.cvs_mat_new_header(Arguments.Need(m), out var handle));
        Handle = handle;
    }

    /// <summary>Reads an image file; empty when there is none or it cannot be decoded.</summary>
    public Mat(string fileName, ImreadModes flags = ImreadModes.Color)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        Native.Check(Native.cvs_imread(fileName, (int)flags, out var handle));
        Handle = handle;
    }

    /// <summary>Allocates; the elements are not set.</summary>
    public Mat(int rows, int cols, MatType type)
    {
        Native.Check(Native.cvs_mat_new_size(rows, cols, (int)type, out var handle));
        Handle = handle;
    }

    /// <inheritdoc cref="Mat(int, int, MatType)"/>
    public Mat(Size size, MatType type) : this(size.Height, size.Width, type)
    {
    }

    /// <summary>Allocates and sets every element.</summary>
    public Mat(int rows, int cols, MatType type, Scalar s)
    {
        Native.Check(Native.cvs_mat_new_scalar(rows, cols, (int)type, s, out var handle));
        Handle = handle;
    }

    /// <inheritdoc cref="Mat(int, int, MatType, Scalar)"/>
    public Mat(Size size, MatType type, Scalar s) : this(size.Height, size.Width, type, s)
    {
    }

    /// <summary>Allocates an array of any number of dimensions; the elements are not set.</summary>
    public unsafe Mat(IEnumerable<int> sizes, MatType type)
    {
        var list = sizes.ToArray();
        fixed (int* p = list)
        {
            Native.Check(Native.cvs_mat_new_nd(list.Length, p, (int)type, null, null, out var handle));
            Handle = handle;
        }
    }

    /// <summary>A window into another Mat's pixels.</summary>
    public Mat(Mat m, Rect roi)
    {
        Native.Check(Native.cvs_mat_new_roi(Arguments.Need(m), roi, out var handle));
        Handle = handle;
    }

    /// <inheritdoc cref="Mat(Mat, Rect)"/>
    public Mat(Mat m, Range rowRange, Range? colRange = null) : this(m, [rowRange, colRange ?? Range.All])
    {
    }

    /// <inheritdoc cref="Mat(Mat, Rect)"/>
    public unsafe Mat(Mat m, params Range[] ranges)
    {
        fixed (Range* p = ranges)
        {
            Native.Check(Native.cvs_mat_new_ranges(Arguments.Need(m), ranges.Length, p, out var handle));
            Handle = handle;
        }
    }

    internal MatHandle Handle { get; }
    internal InputArray Input => input ??= new(Handle);
    internal OutputArray Output => output ??= new(Handle);
    internal InputOutputArray InputOutput => inputOutput ??= new(Handle);

    private protected override SafeHandle Resource => Handle;
}
