namespace OpenCvSharp;

/// <summary>
/// What a function reads. A Mat hands out the same one each time, so that calls allocate nothing; a null one means
/// "no array" where the argument is optional.
/// </summary>
public class InputArray : DisposableObject
{
    private readonly Mat? owned;

    internal InputArray(MatHandle handle) => Handle = handle;

    private InputArray(Mat temporary)
    {
        owned = temporary;
        Handle = temporary.Handle;
    }

    internal MatHandle Handle { get; }

    public static InputArray Create(Mat mat) => mat.Input;

    /// <summary>A colour or a value per channel, broadcast to every element.</summary>
    public static InputArray Create(Scalar val)
    {
        var mat = new Mat(4, 1, MatType.CV_64FC1);
        for (var i = 0; i < 4; i++) mat.Set(i, 0, val[i]);
        return new(mat);
    }

    public static InputArray Create(double val) => new(new Mat(1, 1, MatType.CV_64FC1, new Scalar(val)));

    /// <summary>A column of a copy of the elements.</summary>
    public static InputArray Create<T>(T[] array) where T : unmanaged => new(Mat.FromArray(array));

    /// <summary>A column of a copy of the elements.</summary>
    public static InputArray Create<T>(IEnumerable<T> enumerable) where T : unmanaged => new(Mat.FromArray(enumerable));

    /// <summary>A copy, row for row.</summary>
    public static InputArray Create<T>(T[,] array) where T : unmanaged => new(Mat.FromArray(array));

    // The package's signature promises a Mat; one that is null all the same becomes "no array".
    public static implicit operator InputArray(Mat mat) => mat?.Input!;
    public static implicit operator InputArray(Scalar val) => Create(val);
    public static implicit operator InputArray(double val) => Create(val);
    public static implicit operator InputArray(MatExpr expr) => new(expr.ToMat());

    private protected override void DisposeManaged() => owned?.Dispose();
}
