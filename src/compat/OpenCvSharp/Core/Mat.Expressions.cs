namespace OpenCvSharp;

/// <content>Initialisers and matrix arithmetic.</content>
public partial class Mat
{
    public static MatExpr Zeros(int rows, int cols, MatType type) => new(new Mat(rows, cols, type, new Scalar()));
    public static MatExpr Zeros(Size size, MatType type) => Zeros(size.Height, size.Width, type);
    public static MatExpr Ones(int rows, int cols, MatType type) => new(new Mat(rows, cols, type, new Scalar(1)));
    public static MatExpr Ones(Size size, MatType type) => Ones(size.Height, size.Width, type);
    public static MatExpr Eye(Size size, MatType type) => Eye(size.Height, size.Width, type);

    /// <summary>Ones on the diagonal, zeros elsewhere.</summary>
    public static MatExpr Eye(int rows, int cols, MatType type)
    {
        var mat = new Mat(rows, cols, type);
        mat.SetIdentity();
        return new(mat);
    }

    public static MatExpr operator +(Mat a, Mat b) => new(Make(dst => Cv2.Add(a, b, dst)));
    public static MatExpr operator +(Mat a, Scalar s) => new(Make(dst => Cv2.Add(a, s, dst)));
    public static MatExpr operator +(Scalar s, Mat a) => a + s;
    public static MatExpr operator -(Mat a, Mat b) => new(Make(dst => Cv2.Subtract(a, b, dst)));
    public static MatExpr operator -(Mat a, Scalar s) => new(Make(dst => Cv2.Subtract(a, s, dst)));
    public static MatExpr operator -(Scalar s, Mat a) => new(Make(dst => Cv2.Subtract(s, a, dst)));
    public static MatExpr operator -(Mat mat) => mat * -1.0;

    /// <summary>The matrix product; <see cref="Mul"/> multiplies element by element.</summary>
    public static MatExpr operator *(Mat a, Mat b) => new(Make(dst => Cv2.Gemm(a, b, 1, null!, 0, dst)));
    public static MatExpr operator *(Mat a, double s) => new(Make(dst => a.ConvertTo(dst, -1, s)));
    public static MatExpr operator *(double s, Mat a) => a * s;
    public static MatExpr operator /(Mat a, Mat b) => new(Make(dst => Cv2.Divide(a, b, dst)));
    public static MatExpr operator /(Mat a, double s) => a * (1 / s);

    public MatExpr Mul(InputArray m, double scale = 1) => new(Make(dst => Cv2.Multiply(this, m, dst, scale)));
    public MatExpr T() => new(Transpose());
    public MatExpr Inv(DecompTypes method = DecompTypes.LU) => new(Make(dst => Cv2.Invert(this, dst, method)));
}
