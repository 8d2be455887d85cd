using System.Diagnostics.CodeAnalysis;

namespace OpenCvSharp;

/// <summary>What a function reads and changes in place.</summary>
public class InputOutputArray : OutputArray
{
    internal InputOutputArray(MatHandle handle) : base(handle)
    {
    }

    public static new InputOutputArray Create(Mat mat) => mat.InputOutput;
    [return: NotNullIfNotNull(nameof(mat))]
    public static implicit operator InputOutputArray?(Mat? mat) => mat?.InputOutput;
}
