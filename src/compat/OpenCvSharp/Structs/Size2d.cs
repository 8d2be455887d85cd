using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>Width and height as double.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct Size2d(double Width, double Height)
{
    public double Width = Width;
    public double Height = Height;

    /// <summary>Cuts the fractions off.</summary>
    public readonly Size ToSize() => new((int)Width, (int)Height);
    public readonly Size2f ToSize2f() => new((float)Width, (float)Height);
    public static implicit operator Size2d(Size size) => new(size.Width, size.Height);
    public static implicit operator Size2d(Size2f size) => size.ToSize2d();
}
