namespace Silk.NET.OpenGL;

public enum PixelFormat
{
    Red = 0x1903,
    Rgb = 0x1907,
    Rgba = 0x1908,
    Bgr = 0x80e0,
    Bgra = 0x80e1,
}
