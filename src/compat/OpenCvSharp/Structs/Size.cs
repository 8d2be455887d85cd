using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>Width and height as int.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct Size(int Width, int Height)
{
    public int Width = Width;
    public int Height = Height;

    /// <summary>Cuts the fractions off.</summary>
    public Size(double width, double height) : this((int)width, (int)height)
    {
    }

    public static explicit operator Size(Size2f size) => size.ToSize();
    public static explicit operator Size(Size2d size) => size.ToSize();
}
