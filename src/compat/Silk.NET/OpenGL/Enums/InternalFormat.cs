namespace Silk.NET.OpenGL;

public enum InternalFormat
{
    R8 = 0x8229,
    Rgb8 = 0x8051,
    Rgba8 = 0x8058,
    DepthComponent24 = 0x81a6,
}
