using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>Indices from Start up to, without, End.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct Range(int Start, int End)
{
    public int Start = Start;
    public int End = End;

    /// <summary>Every index.</summary>
    public static Range All => new(int.MinValue, int.MaxValue);
}
