namespace OpenCvSharp;

/// <summary>The result of an initialiser such as <see cref="Mat.Zeros(int, int, MatType)"/>, which becomes a Mat where one is needed.</summary>
public sealed class MatExpr : DisposableObject
{
    private readonly Mat value;

    internal MatExpr(Mat value) => this.value = value;

    public Size Size() => value.Size();
    public MatType Type() => value.Type();

    /// <summary>Another header of the result.</summary>
    public Mat ToMat()
    {
        Native.Check(Native.cvs_mat_new_header(value.Handle, out var handle));
        return new(handle);
    }

    public static implicit operator Mat(MatExpr self) => self.ToMat();

    private protected override void DisposeManaged() => value.Dispose();
}
