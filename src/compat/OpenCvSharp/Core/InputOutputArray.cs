namespace OpenCvSharp;

/// <summary>What a function reads and changes in place.</summary>
public class InputOutputArray : OutputArray
{
    internal InputOutputArray(MatHandle handle) : base(handle)
    {
    }

    public static new InputOutputArray Create(Mat mat) => mat.InputOutput;
    // The package's signature promises a Mat; one that is null all the same becomes "no array".
    public static implicit operator InputOutputArray(Mat mat) => mat?.InputOutput!;
}
