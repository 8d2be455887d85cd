namespace Silk.NET.OpenGL;

public enum PixelFormat
{
    Red = 0x1903,
    Rgba = 0x1908,
    Bgr = 0x80e0,
}
