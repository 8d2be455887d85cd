using System.Runtime.InteropServices;
using OpenCvSharp;

namespace HeadTracker.CompatTests.OpenCv;

/// <summary>Layout, sharing and copying of pixels.</summary>
public sealed class MatTests
{
    [Fact]
    public void Pixels_lie_row_by_row_blue_first()
    {
        using var mat = new Mat(2, 3, MatType.CV_8UC3, new Scalar(10, 20, 30));
        mat.Set(1, 2, new Vec3b(1, 2, 3));

        Assert.Equal((2, 3, 3, 3, 9L, 6L), (mat.Rows, mat.Cols, mat.Channels(), mat.ElemSize(), mat.Step(), mat.Total()));
        Assert.Equal((3, 2, new Size(3, 2)), (mat.Width, mat.Height, mat.Size()));
        Assert.Equal((MatType.CV_8UC3, 0, 1, 9L), (mat.Type(), mat.Depth(), mat.ElemSize1(), mat.Step1()));
        Assert.Equal([10, 20, 30, 10, 20, 30, 10, 20, 30, 10, 20, 30, 10, 20, 30, 1, 2, 3], mat.AsSpan<byte>().ToArray());
    }

    [Fact]
    public unsafe void Addresses_agree_with_indices()
    {
        using var mat = new Mat(4, 5, MatType.CV_32FC1, new Scalar(0));
        mat.At<float>(2, 3) = 7.5f;

        Assert.Equal(7.5f, ((float*)mat.DataPointer)[2 * 5 + 3]);
        Assert.Equal(mat.Data + 2 * mat.Step() + 3 * sizeof(float), mat.Ptr(2, 3));
        Assert.Equal(7.5f, mat.RowSpan<float>(2)[3]);
        Assert.Equal(7.5f, mat.GetGenericIndexer<float>()[2, 3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => mat.RowSpan<float>(4).Length);
    }

    [Fact]
    public void A_new_Mat_is_empty()
    {
        using var mat = new Mat();

        Assert.True(mat.Empty());
        Assert.Equal((0, 0, 0L, 0), (mat.Rows, mat.Cols, mat.Total(), (int)mat.Data));
    }

    [Fact]
    public void A_window_shares_pixels_and_is_not_continuous()
    {
        using var mat = new Mat(6, 8, MatType.CV_8UC1, new Scalar(0));
        using var window = new Mat(mat, new Rect(2, 1, 3, 4));
        window.SetTo(new Scalar(9));

        Assert.Equal(12, Cv2.CountNonZero(mat));
        Assert.Equal((9, 9, 0, 0), (mat.At<byte>(1, 2), mat.At<byte>(4, 4), mat.At<byte>(0, 2), mat.At<byte>(1, 5)));
        Assert.False(window.IsContinuous());
        Assert.True(window.IsSubmatrix());
        Assert.Equal(8, window.Step());
        Assert.True(window.AsSpan<byte>().IsEmpty);

        window.LocateROI(out var whole, out var offset);
        Assert.Equal((new Size(8, 6), new Point(2, 1)), (whole, offset));
    }

    [Fact]
    public void A_window_keeps_the_pixels_alive()
    {
        var mat = new Mat(100, 100, MatType.CV_8UC1, new Scalar(5));
        using var window = mat.SubMat(new Rect(10, 10, 50, 50));
        mat.Dispose();

        Assert.Equal(5 * 2500, Cv2.Sum(window).Val0);
    }

    [Fact]
    public void Windows_by_ranges_name_the_same_pixels()
    {
        using var mat = Counting(4, 5);
        using var rows = mat.RowRange(1, 3);
        using var columns = mat[.., 3..];
        using var middle = mat[1, 3, 2, 4];
        using var row = mat.Row(3);

        Assert.Equal([5, 6, 7, 8, 9, 10, 11, 12, 13, 14], Values(rows));
        Assert.Equal([3, 4, 8, 9, 13, 14, 18, 19], Values(columns));
        Assert.Equal([7, 8, 12, 13], Values(middle));
        Assert.Equal([15, 16, 17, 18, 19], Values(row));
    }

    [Fact]
    public void Assigning_to_a_window_copies_into_it()
    {
        using var mat = Counting(3, 3);
        using var patch = new Mat(1, 2, MatType.CV_8UC1, new Scalar(99));
        mat[new Rect(1, 2, 2, 1)] = patch;

        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 99, 99], Values(mat));
        Assert.Throws<ArgumentException>(() => mat[new Rect(0, 0, 3, 3)] = patch);
    }

    [Fact]
    public void Pixel_data_is_shared_with_the_array()
    {
        byte[] pixels = [1, 2, 0, 3, 4, 0];
        using (var mat = Mat.FromPixelData(2, 2, MatType.CV_8UC1, pixels, step: 3))
        {
            Assert.Equal([1, 2, 3, 4], Values(mat));
            mat.Set<byte>(1, 0, 77);
        }

        Assert.Equal([1, 2, 0, 77, 4, 0], pixels);
    }

    [Fact]
    public unsafe void Pixel_data_is_shared_with_foreign_memory()
    {
        var memory = (float*)NativeMemory.Alloc(4 * sizeof(float));
        for (var i = 0; i < 4; i++) memory[i] = i;
        using (var mat = Mat.FromPixelData(2, 2, MatType.CV_32FC1, (nint)memory)) mat.At<float>(1, 1) = -1;

        Assert.Equal(-1, memory[3]);
        NativeMemory.Free(memory);
    }

    [Fact]
    public void Clone_does_not_share()
    {
        using var mat = Counting(2, 2);
        using var copy = mat.Clone();
        copy.SetTo(new Scalar(200));

        Assert.Equal([0, 1, 2, 3], Values(mat));
    }

    [Fact]
    public void CopyTo_honours_the_mask()
    {
        using var source = new Mat(2, 2, MatType.CV_8UC1, new Scalar(7));
        using var target = new Mat(2, 2, MatType.CV_8UC1, new Scalar(1));
        using var mask = Mat.FromPixelData(2, 2, MatType.CV_8UC1, new byte[] { 0, 255, 255, 0 });
        source.CopyTo(target, mask);

        Assert.Equal([1, 7, 7, 1], Values(target));
    }

    [Fact]
    public void ConvertTo_scales_rounds_and_saturates()
    {
        using var source = Mat.FromArray(-1f, 0.4f, 0.6f, 100f, 200f);
        using var bytes = new Mat();
        source.ConvertTo(bytes, MatType.CV_8UC1, alpha: 2, beta: 0);

        Assert.Equal([0, 1, 1, 200, 255], Values(bytes));
    }

    [Fact]
    public void Reshape_renames_channels_as_columns()
    {
        using var mat = new Mat(2, 2, MatType.CV_8UC3, new Scalar(1, 2, 3));
        using var flat = mat.Reshape(1, 4);

        Assert.Equal((4, 3, 1), (flat.Rows, flat.Cols, flat.Channels()));
        Assert.Equal(mat.Data, flat.Data);
    }

    [Fact]
    public void Create_keeps_the_memory_when_the_shape_stays()
    {
        using var mat = new Mat(10, 10, MatType.CV_8UC3);
        var before = mat.Data;
        mat.Create(10, 10, MatType.CV_8UC3);
        Assert.Equal(before, mat.Data);

        mat.Create(5, 4, MatType.CV_32FC1);
        Assert.Equal((5, 4, MatType.CV_32FC1), (mat.Rows, mat.Cols, mat.Type()));
    }

    [Fact]
    public void More_than_two_dimensions()
    {
        using var mat = Mat.FromPixelData([2, 3, 4], MatType.CV_32FC1, Enumerable.Range(0, 24).Select(i => (float)i).ToArray());

        Assert.Equal((3, 2, 3, 4, -1), (mat.Dims, mat.Size(0), mat.Size(1), mat.Size(2), mat.Size(3)));
        Assert.Equal(1 * 12 + 2 * 4 + 3, mat.At<float>(1, 2, 3));
    }

    [Fact]
    public void Arrays_go_in_and_out()
    {
        double[,] table = { { 1, 2, 3 }, { 4, 5, 6 } };
        using var mat = Mat.FromArray(table);
        using var column = mat.Col(1);

        Assert.Equal((2, 3, MatType.CV_64FC1), (mat.Rows, mat.Cols, mat.Type()));
        Assert.True(mat.GetRectangularArray<double>(out var same));
        Assert.Equal(table, same);
        Assert.True(column.GetArray<double>(out var middle));
        Assert.Equal([2, 5], middle);
        column.SetArray(20.0, 50.0);
        Assert.Equal([1, 20, 3, 4, 50, 6], mat.AsSpan<double>().ToArray());
    }

    [Fact]
    public void Initialisers_become_Mats()
    {
        using Mat zeros = Mat.Zeros(2, 2, MatType.CV_32FC1), eye = Mat.Eye(2, 2, MatType.CV_64FC1), ones = Mat.Ones(1, 3, MatType.CV_8UC1);

        Assert.Equal([0f, 0f, 0f, 0f], zeros.AsSpan<float>().ToArray());
        Assert.Equal([1, 1, 1], Values(ones));
        Assert.Equal([1.0, 0, 0, 1], eye.AsSpan<double>().ToArray());
    }

    [Fact]
    public void Types_say_their_names()
    {
        Assert.Equal("CV_8UC3", MatType.CV_8UC3.ToString());
        Assert.Equal(16, (int)MatType.CV_8UC3);
        Assert.Equal((MatType.CV_32F, 2), (MatType.CV_32FC2.Depth, MatType.CV_32FC2.Channels));
        Assert.Throws<OpenCvSharpException>(() => MatType.CV_8UC(0));
    }

    internal static Mat Counting(int rows, int columns)
    {
        var mat = new Mat(rows, columns, MatType.CV_8UC1);
        for (var i = 0; i < rows * columns; i++) mat.Set(i / columns, i % columns, (byte)i);
        return mat;
    }

    internal static byte[] Values(Mat mat)
    {
        mat.GetArray<byte>(out var values);
        return values;
    }
}
