namespace OpenCvSharp;

/// <summary>The result of matrix arithmetic, which becomes a Mat where one is needed.</summary>
public sealed class MatExpr : DisposableObject
{
    private readonly Mat value;

    internal MatExpr(Mat value) => this.value = value;

    /// <summary>Another header of the result.</summary>
    public Mat ToMat()
    {
        Native.Check(Native.cvs_mat_new_header(value.Handle, out var handle));
        return new(handle);
    }

    public static implicit operator Mat(MatExpr self) => self.ToMat();
    public static implicit operator MatExpr(Mat mat) => FromMat(mat);
    public static MatExpr FromMat(Mat mat)
    {
        Native.Check(Native.cvs_mat_new_header(Arguments.Need(mat), out var handle));
        return new(new Mat(handle));
    }

    public Size Size() => value.Size();
    public MatType Type() => value.Type();

    public static MatExpr operator +(MatExpr e1, MatExpr e2) => e1.value + e2.value;
    public static MatExpr operator +(MatExpr e, Mat m) => e.value + m;
    public static MatExpr operator +(Mat m, MatExpr e) => m + e.value;
    public static MatExpr operator +(MatExpr e, Scalar s) => e.value + s;
    public static MatExpr operator -(MatExpr e1, MatExpr e2) => e1.value - e2.value;
    public static MatExpr operator -(MatExpr e, Mat m) => e.value - m;
    public static MatExpr operator -(Mat m, MatExpr e) => m - e.value;
    public static MatExpr operator -(MatExpr e, Scalar s) => e.value - s;
    public static MatExpr operator *(MatExpr e1, MatExpr e2) => e1.value * e2.value;
    public static MatExpr operator *(MatExpr e, Mat m) => e.value * m;
    public static MatExpr operator *(Mat m, MatExpr e) => m * e.value;
    public static MatExpr operator *(MatExpr e, double s) => e.value * s;
    public static MatExpr operator *(double s, MatExpr e) => e.value * s;
    public static MatExpr operator /(MatExpr e, double s) => e.value / s;

    private protected override void DisposeManaged() => value.Dispose();
}
