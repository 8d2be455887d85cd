namespace OpenCvSharp;

/// <content>Shape and layout.</content>
public partial class Mat
{
    public int Rows => Native.cvs_mat_rows(Handle);
    public int Cols => Native.cvs_mat_cols(Handle);
    public int Height => Rows;
    public int Width => Cols;
    public int Dims => Native.cvs_mat_dims(Handle);
    public int Flags => Native.cvs_mat_flags(Handle);

    public Size Size() => new(Cols, Rows);

    /// <summary>Length of one dimension, -1 when there is none such.</summary>
    public int Size(int dim) => Native.cvs_mat_size(Handle, dim);

    public MatType Type() => Flags & 0xFFF;
    public int Depth() => Flags & 7;
    public int Channels() => ((Flags >> 3) & 511) + 1;

    /// <summary>Bytes of an element with all its channels.</summary>
    public int ElemSize() => Channels() * ElemSize1();

    /// <summary>Bytes of one channel.</summary>
    public int ElemSize1() => Depth() switch
    {
        MatType.CV_8U or MatType.CV_8S => 1,
        MatType.CV_16U or MatType.CV_16S or MatType.CV_16F => 2,
        MatType.CV_64F => 8,
        _ => 4,
    };

    /// <summary>Bytes from row to row.</summary>
    public long Step() => Step(0);
    public long Step(int i) => Native.cvs_mat_step(Handle, i);

    /// <summary>Channels, rather than bytes, from row to row.</summary>
    public long Step1(int i = 0) => Step(i) / ElemSize1();

    /// <summary>Count of elements.</summary>
    public long Total() => Native.cvs_mat_total(Handle);
    public unsafe bool Empty() => DataPointer == null || Total() == 0 || Dims == 0;
    public bool IsContinuous() => (Flags & (1 << 14)) != 0;
    public bool IsSubmatrix() => Native.cvs_mat_is_submatrix(Handle) != 0;

    public void LocateROI(out Size wholeSize, out Point ofs) => Native.Check(Native.cvs_mat_locate_roi(Handle, out wholeSize, out ofs));

    /// <summary>A window into these pixels.</summary>
    public Mat SubMat(Rect roi) => new(this, roi);

    /// <inheritdoc cref="SubMat(Rect)"/>
    public Mat SubMat(Range rowRange, Range colRange) => new(this, rowRange, colRange);

    /// <inheritdoc cref="SubMat(Rect)"/>
    public Mat SubMat(int rowStart, int rowEnd, int colStart, int colEnd) => new(this, new Range(rowStart, rowEnd), new Range(colStart, colEnd));

    /// <inheritdoc cref="SubMat(Rect)"/>
    public Mat SubMat(params Range[] ranges) => new(this, ranges);

    /// <inheritdoc cref="SubMat(Rect)"/>
    public Mat SubMat(System.Range rowRange, System.Range colRange) => SubMat(Of(rowRange, Rows), Of(colRange, Cols));

    /// <summary>A window; setting copies into it.</summary>
    public Mat this[Rect roi]
    {
        get => SubMat(roi);
        set => CopyInto(value, SubMat(roi));
    }

    /// <inheritdoc cref="this[Rect]"/>
    public Mat this[int rowStart, int rowEnd, int colStart, int colEnd]
    {
        get => SubMat(rowStart, rowEnd, colStart, colEnd);
        set => CopyInto(value, SubMat(rowStart, rowEnd, colStart, colEnd));
    }

    /// <inheritdoc cref="this[Rect]"/>
    public Mat this[System.Range rowRange, System.Range colRange]
    {
        get => SubMat(rowRange, colRange);
        set => CopyInto(value, SubMat(rowRange, colRange));
    }

    public Mat Row(int y) => RowRange(y, y + 1);
    public Mat Col(int x) => ColRange(x, x + 1);
    public Mat RowRange(int startRow, int endRow) => new(this, new Range(startRow, endRow), Range.All);
    public Mat RowRange(Range range) => new(this, range, Range.All);
    public Mat ColRange(int startCol, int endCol) => new(this, Range.All, new Range(startCol, endCol));
    public Mat ColRange(Range range) => new(this, Range.All, range);

    public Mat RowRange(System.Range range) => RowRange(Of(range, Rows));
    public Mat ColRange(System.Range range) => ColRange(Of(range, Cols));

    /// <summary>Another header with the same elements in another shape; 0 keeps the channels or the rows.</summary>
    public Mat Reshape(int cn, int rows = 0)
    {
        Native.Check(Native.cvs_mat_reshape(Handle, cn, rows, out var handle));
        return new(handle);
    }

    /// <inheritdoc cref="Reshape(int, int)"/>
    public unsafe Mat Reshape(int cn, params int[] newDims)
    {
        fixed (int* p = newDims)
        {
            Native.Check(Native.cvs_mat_reshape_nd(Handle, cn, newDims.Length, p, out var handle));
            return new(handle);
        }
    }

    /// <summary>Allocates unless size and type are these already.</summary>
    public void Create(int rows, int cols, MatType type) => Allocate(type, [rows, cols]);

    /// <inheritdoc cref="Create(int, int, MatType)"/>
    public void Create(Size size, MatType type) => Create(size.Height, size.Width, type);

    /// <inheritdoc cref="Create(int, int, MatType)"/>
    public void Create(MatType type, params int[] sizes) => Allocate(type, sizes);

    /// <summary>Lets go of the pixels; the Mat is empty and can be used again.</summary>
    public void Release() => Native.Check(Native.cvs_mat_release(Handle));

    public override string ToString() =>
        $"Mat [ {Rows}*{Cols}*{Type()}, IsContinuous={IsContinuous()}, IsSubmatrix={IsSubmatrix()}, Ptr=0x{CvPtr:x}, Data=0x{Data:x} ]";

    private unsafe void Allocate(MatType type, ReadOnlySpan<int> sizes)
    {
        fixed (int* p = sizes) Native.Check(Native.cvs_mat_create(Handle, sizes.Length, p, (int)type));
    }

    private static Range Of(System.Range range, int length)
    {
        var (start, count) = range.GetOffsetAndLength(length);
        return new(start, start + count);
    }

    private static void CopyInto(Mat value, Mat window)
    {
        using (window)
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Size() != window.Size()) throw new ArgumentException($"A window of {window.Size()} takes no Mat of {value.Size()}.");
            value.CopyTo(window);
        }
    }
}
