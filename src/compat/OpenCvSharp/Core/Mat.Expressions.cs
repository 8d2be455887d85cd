namespace OpenCvSharp;

/// <content>Initialisers.</content>
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
}
