namespace OpenCvSharp;

/// <summary>What a function writes: it (re)allocates the Mat's pixels only when size or type differ.</summary>
public class OutputArray : DisposableObject
{
    internal OutputArray(MatHandle handle) => Handle = handle;

    internal MatHandle Handle { get; }

    public static OutputArray Create(Mat mat) => mat.Output;
    // The package's signature promises a Mat; one that is null all the same becomes "no array".
    public static implicit operator OutputArray(Mat mat) => mat?.Output!;
}
